package dev.valet.local;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.config.SourceFile;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.Credentials;
import dev.valet.local.template.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The operators' side of the operator API: two people, because what reaches production is not one person's to change. */
record OperatorClient(SignedHttp http, Credentials operator, Credentials second) {
    /** @throws Trouble with what the API says, when it does not apply everything */
    void apply(List<SourceFile> files) {
        var response = apply(files, Optional.empty());
        if (response.status() == 202) {
            response = apply(files, Optional.of(approve(StrictJson.read(response.body()))));
        }
        if (response.status() != 200) {
            throw new Trouble("the configuration was not applied:" + reasons(response), 2);
        }
    }

    private SignedHttp.Response apply(List<SourceFile> files, Optional<String> approval) {
        var body = Json.object()
                .with(
                        "files",
                        new Json.Arr(files.stream()
                                .<Json>map(file -> Json.object()
                                        .with("name", file.name())
                                        .with("text", file.text())
                                        .build())
                                .toList()))
                .with("mode", "apply")
                .with("prune", true)
                .with("approval", approval)
                .build();
        return http.signed(operator, "POST", "/admin/apply", Optional.of(body.text()));
    }

    /** @return the id of what the second person approved */
    private String approve(Json asked) {
        var id = asked.textAt("approval", "id");
        var body = Json.object().with("hash", asked.textAt("approval", "hash")).build();
        var response = http.signed(second, "POST", "/admin/approvals/" + id + "/approve", Optional.of(body.text()));
        if (response.status() != 200) {
            throw new Trouble("the configuration was not approved:" + reasons(response), 2);
        }
        return id;
    }

    private static String reasons(SignedHttp.Response response) {
        try {
            var problem = StrictJson.read(response.body());
            var errors = Tree.items(problem, "errors").stream()
                    .map(OperatorClient::line)
                    .collect(Collectors.joining());
            return errors.isEmpty() ? " " + Tree.text(problem, "detail").orElse("") : errors;
        } catch (Malformed noProblemDocument) {
            return " " + response.status();
        }
    }

    private static String line(Json error) {
        var place = List.of("file", "line", "column", "pointer", "rule").stream()
                .map(name -> Tree.text(error, name).orElse(""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(":"));
        return "\n  " + place;
    }
}
