package dev.valet.local.aws;

import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Parameters;
import dev.valet.local.aws.wire.Xml;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A call of the query protocol, which STS and IAM speak: a form in, XML out. */
record QueryCall(Call call, String service, String namespace, String action, Parameters parameters) {
    static QueryCall of(Call call, String service, String namespace) {
        boolean post = call.request().method().equals("POST");
        Parameters parameters = post
                ? Parameters.parse(call.request().body().text())
                : call.request().parameters();
        String action =
                parameters.get("Action").orElseThrow(() -> new AwsError(400, "MissingAction", "Missing Action"));
        return new QueryCall(call, service, namespace, action, parameters);
    }

    AwsError unknown() {
        return AwsError.absent(service + ":" + action);
    }

    /** Refuses any parameter but these (and members of these), so that none is ignored. */
    QueryCall only(String... names) {
        var unknown = new TreeSet<String>();
        var known = Set.of(names);
        for (String name : parameters.names()) {
            int dot = name.indexOf('.');
            String base = dot < 0 ? name : name.substring(0, dot);
            // A presigned call carries its signature among its parameters.
            if (!known.contains(base) && !Set.of("Action", "Version").contains(base) && !base.startsWith("X-Amz-")) {
                unknown.add(base);
            }
        }
        if (!unknown.isEmpty()) {
            throw AwsError.absent("parameter " + unknown.first() + " in " + service + ":" + action);
        }
        return this;
    }

    Optional<String> get(String name) {
        return parameters.get(name);
    }

    String required(String name) {
        return get(name).orElseThrow(() -> AwsError.invalid(name, "Member must not be null"));
    }

    int number(String name, int otherwise) {
        try {
            return get(name).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException _) {
            throw AwsError.invalid(name, "Member must be a number");
        }
    }

    Answer answer(Xml... results) {
        return Answer.xml(
                200,
                Xml.root(
                        action + "Response",
                        namespace,
                        Xml.node(action + "Result", results),
                        Xml.node("ResponseMetadata", Xml.leaf("RequestId", call.requestId()))));
    }
}
