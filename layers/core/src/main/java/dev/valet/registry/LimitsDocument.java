package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.ObjectBuilder;
import dev.valet.limit.Hours;
import dev.valet.limit.Limits;
import dev.valet.limit.Network;
import dev.valet.limit.Sources;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The member {@code limits} of a grant or an agent; absent means none. */
final class LimitsDocument {
    private static final Pattern VPC_ENDPOINT = Pattern.compile("vpce-[0-9a-f]{8,17}");
    private static final int MOST_SOURCES = 50;

    private LimitsDocument() {}

    static Supplier<Limits> read(Fields fields) {
        return fields.has("limits") ? fields.object("limits", LimitsDocument::limits) : () -> Limits.NONE;
    }

    private static @Nullable Limits limits(Fields fields) {
        var leasesPerHour = fields.whole("leasesPerHour", 1, 1_000_000, 0);
        var concurrent = fields.whole("concurrent", 1, 1_000, 0);
        Supplier<Optional<Hours>> hours =
                fields.has("hours") ? optional(fields.object("hours", LimitsDocument::hours)) : Optional::empty;
        var networks = fields.texts("networks", Network::parse);
        var endpoints = fields.texts("vpcEndpoints", LimitsDocument::endpoint);
        return fields.build(() -> new Limits(
                leasesPerHour.get().intValue(),
                concurrent.get().intValue(),
                hours.get(),
                sources(networks.get(), endpoints.get())));
    }

    private static <T> Supplier<Optional<T>> optional(Supplier<T> read) {
        return () -> Optional.of(read.get());
    }

    private static @Nullable Hours hours(Fields fields) {
        var zone = fields.parsed("zone", Hours::zone);
        var week = fields.texts("week", Hours.Span::parse);
        return fields.build(() -> new Hours(zone.get(), week.get()));
    }

    private static Sources sources(List<Network> networks, List<String> endpoints) {
        if (networks.size() > MOST_SOURCES || endpoints.size() > MOST_SOURCES) {
            throw new Malformed("", "names " + MOST_SOURCES + " networks and " + MOST_SOURCES + " endpoints at most");
        }
        return new Sources(networks, endpoints);
    }

    private static String endpoint(String text) {
        Malformed.unless(VPC_ENDPOINT.matcher(text).matches(), "is the id of a VPC endpoint, vpce-…");
        return text;
    }

    static void write(Limits limits, ObjectBuilder document) {
        if (!limits.isNone()) {
            document.with("limits", write(limits));
        }
    }

    static Json write(Limits limits) {
        var written = Json.object();
        if (limits.leasesPerHour() > 0) {
            written.with("leasesPerHour", limits.leasesPerHour());
        }
        if (limits.concurrent() > 0) {
            written.with("concurrent", limits.concurrent());
        }
        limits.hours()
                .ifPresent(hours -> written.with(
                        "hours",
                        Json.object()
                                .with("zone", hours.zone().getId())
                                .with(
                                        "week",
                                        hours.week().stream()
                                                .map(Hours.Span::text)
                                                .toList())
                                .build()));
        if (!limits.sources().networks().isEmpty()) {
            written.with(
                    "networks",
                    limits.sources().networks().stream().map(Network::text).toList());
        }
        if (!limits.sources().vpcEndpoints().isEmpty()) {
            written.with("vpcEndpoints", limits.sources().vpcEndpoints());
        }
        return written.build();
    }
}
