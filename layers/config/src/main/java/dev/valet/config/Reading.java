package dev.valet.config;

import dev.valet.Malformed;
import dev.valet.registry.Document;
import dev.valet.registry.Inconsistency;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** What files of configuration say, and all that is wrong with them. */
public final class Reading {
    private record Origin(SourceFile file, Places places) {}

    private final List<Document> documents = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    // By identity: a document written twice stands in two places.
    private final IdentityHashMap<Document, Origin> origins = new IdentityHashMap<>();

    Reading() {}

    void found(Document document, SourceFile file, Places places) {
        documents.add(document);
        origins.put(document, new Origin(file, places));
    }

    void fault(Fault fault) {
        faults.add(fault);
    }

    void faults(SourceFile file, Places places, List<Malformed.Problem> problems) {
        problems.forEach(problem -> faults.add(fault(file, places, problem.place(), problem.rule())));
    }

    private static Fault fault(SourceFile file, Places places, String place, String rule) {
        var spot = places.at(place);
        return new Fault(file.name(), spot.line(), spot.column(), place, rule);
    }

    /** All documents, when there is no fault. */
    public List<Document> documents() {
        if (!faults.isEmpty()) {
            throw new IllegalStateException("documents are taken from a reading without faults only");
        }
        return List.copyOf(documents);
    }

    /** Of all files at once, in their order. Empty when every document is valid by itself. */
    public List<Fault> faults() {
        return faults.stream().distinct().sorted().toList();
    }

    /** The broken rules between documents as faults of the files they stand in. */
    public List<Fault> faults(List<Inconsistency> inconsistencies) {
        return inconsistencies.stream().map(this::fault).distinct().sorted().toList();
    }

    private Fault fault(Inconsistency broken) {
        var origin = origins.get(broken.document());
        if (origin == null) {
            var name = broken.document().kind().word() + " " + broken.document().id();
            return new Fault(Fault.STORED, 0, 0, name + " " + broken.place(), broken.rule());
        }
        return fault(origin.file(), origin.places(), broken.place(), broken.rule());
    }
}
