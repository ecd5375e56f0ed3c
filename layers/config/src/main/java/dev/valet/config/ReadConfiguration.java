package dev.valet.config;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.action.Action;
import dev.valet.action.InputSchemas;
import dev.valet.guardrail.Guardrail;
import dev.valet.registry.ActionDocument;
import dev.valet.registry.AgentDocument;
import dev.valet.registry.Configuration;
import dev.valet.registry.Deployment;
import dev.valet.registry.Document;
import dev.valet.registry.GrantDocument;
import dev.valet.registry.GuardrailDocument;
import dev.valet.registry.IssuerDocument;
import dev.valet.registry.Plan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads files of configuration, the same on the server and far from it, and finds every fault of all of them at once. */
public final class ReadConfiguration {
    /** Of all files together, in UTF-8. */
    public static final int MOST_BYTES = 256 * 1024;

    /** Of one file: the longest string in JSON that Valet reads (INV-25). */
    public static final int MOST_CHARACTERS = 64 * 1024;

    static final String TOO_LONG = "has " + MOST_CHARACTERS + " characters at most; more go into another file";
    static final String TOO_LARGE = "has " + MOST_BYTES + " bytes at most, with all files that are applied with it";
    static final String FIRST_MEMBER = "is a document that begins with issuer, agent, action, grant or guardrail";

    private final CedarCheck cedar = new CedarCheck();
    private final InputSchemas schemas = new JsonSchemas();

    /** Documents that are valid each by itself, or every reason why some are not. */
    public Reading read(List<SourceFile> files) {
        var reading = new Reading();
        long bytes = 0;
        for (var file : files) {
            bytes += file.text().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MOST_BYTES) {
                reading.fault(new Fault(file.name(), 1, 1, "", TOO_LARGE));
                return reading;
            }
        }
        for (var file : files) {
            if (file.text().length() > MOST_CHARACTERS) {
                reading.fault(new Fault(file.name(), 1, 1, "", TOO_LONG));
            } else {
                read(file, reading);
            }
        }
        return reading;
    }

    /**
     * The faults of files that are a whole configuration, also those between documents. What only the deployment knows is
     * checked as far as {@code deployment} tells it.
     */
    public List<Fault> check(List<SourceFile> files, Deployment deployment) {
        var reading = read(files);
        if (!reading.faults().isEmpty()) {
            return reading.faults();
        }
        return switch (Plan.make(Configuration.Snapshot.EMPTY, reading.documents(), true, deployment)) {
            case Plan.Outcome.Planned _ -> List.of();
            case Plan.Outcome.Refused(var inconsistencies) -> reading.faults(inconsistencies);
        };
    }

    private void read(SourceFile file, Reading reading) {
        var contents = YamlFile.read(file);
        contents.faults().forEach(reading::fault);
        for (var value : contents.values()) {
            try {
                var document = document(value.json());
                reading.found(document, file, value.places());
                if (document instanceof Document.OfGuardrail(Guardrail guardrail)) {
                    cedar.check(guardrail).forEach(found -> reading.fault(found.in(file, value.places())));
                }
                if (document instanceof Document.OfAction(Action action)) {
                    reading.faults(file, value.places(), schema(action));
                }
            } catch (Malformed malformed) {
                reading.faults(file, value.places(), malformed.problems());
            }
        }
    }

    private List<Malformed.Problem> schema(Action action) {
        return schemas.faults(action.input()).stream()
                .map(problem -> new Malformed.Problem("/input" + problem.place(), problem.rule()))
                .toList();
    }

    /** The first member says what a document is; a grant names its agent too, so the order counts. */
    private static Document document(Json json) {
        var first = json instanceof Json.Obj(var members) && !members.isEmpty()
                ? members.firstEntry().getKey()
                : "";
        return switch (kind(first).orElseThrow(() -> new Malformed(FIRST_MEMBER))) {
            case ISSUER -> new Document.OfIssuer(IssuerDocument.read(json));
            case AGENT -> new Document.OfAgent(AgentDocument.read(json));
            case ACTION -> new Document.OfAction(ActionDocument.read(json));
            case GRANT -> new Document.OfGrant(GrantDocument.read(json));
            case GUARDRAIL -> new Document.OfGuardrail(GuardrailDocument.read(json));
        };
    }

    private static Optional<Document.Kind> kind(String word) {
        return Arrays.stream(Document.Kind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst();
    }
}
