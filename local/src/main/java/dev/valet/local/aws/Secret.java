package dev.valet.local.aws;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A secret with its versions. A staging label sits on one version at a time.
 *
 * @param rotated when its last rotation was completed
 * @param deleted when it was marked for deletion
 */
record Secret(
        String arn,
        String name,
        String description,
        Map<String, String> tags,
        Map<String, Version> versions,
        Instant created,
        Instant changed,
        Optional<Instant> rotated,
        Optional<Instant> deleted) {
    static final String CURRENT = "AWSCURRENT";
    static final String PENDING = "AWSPENDING";
    static final String PREVIOUS = "AWSPREVIOUS";

    /**
     * One value.
     *
     * @param binary Base64, as it goes over the wire
     */
    record Version(String id, Optional<String> text, Optional<String> binary, Set<String> stages, Instant created) {
        boolean sameValue(Version other) {
            return text.equals(other.text) && binary.equals(other.binary);
        }

        private Version staged(Set<String> all) {
            return new Version(id, text, binary, Set.copyOf(all), created);
        }

        @Override
        public String toString() {
            return "Version[" + id + " " + stages + "]";
        }
    }

    Optional<Version> staged(String stage) {
        return versions.values().stream()
                .filter(version -> version.stages().contains(stage))
                .findFirst();
    }

    /** Adds a version that carries no label yet, then moves each of the labels to it. */
    Secret adding(Version version, Set<String> stages, Instant now) {
        var all = new LinkedHashMap<>(versions);
        all.put(version.id(), version.staged(Set.of()));
        Secret secret = with(all, now);
        for (String stage : stages) {
            secret = secret.moving(stage, Optional.of(version.id()), now);
        }
        return secret;
    }

    /** Moves a label, or takes it away; the version that AWSCURRENT leaves becomes AWSPREVIOUS. */
    Secret moving(String stage, Optional<String> toVersion, Instant now) {
        Optional<String> from = staged(stage).map(Version::id);
        if (from.equals(toVersion)) {
            return this;
        }
        Secret moved = placing(stage, toVersion, now);
        return stage.equals(CURRENT) && from.isPresent() ? moved.placing(PREVIOUS, from, now) : moved;
    }

    Secret deleting(Optional<Instant> when) {
        return new Secret(arn, name, description, tags, versions, created, changed, rotated, when);
    }

    Secret rotated(Instant now) {
        return new Secret(arn, name, description, tags, versions, created, changed, Optional.of(now), deleted);
    }

    private Secret placing(String stage, Optional<String> toVersion, Instant now) {
        var all = new LinkedHashMap<String, Version>();
        versions.forEach((id, version) -> {
            var stages = new TreeSet<>(version.stages());
            stages.remove(stage);
            if (toVersion.filter(id::equals).isPresent()) {
                stages.add(stage);
            }
            all.put(id, version.staged(stages));
        });
        return with(all, now);
    }

    private Secret with(Map<String, Version> all, Instant now) {
        return new Secret(arn, name, description, tags, Map.copyOf(all), created, now, rotated, deleted);
    }

    @Override
    public String toString() {
        return "Secret[" + arn + "]";
    }
}
