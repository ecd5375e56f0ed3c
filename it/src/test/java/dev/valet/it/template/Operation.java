package dev.valet.it.template;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** One method of one path of an API. */
record Operation(String api, String verb, String path, Tree definition) {
    private static final Pattern FUNCTION =
            Pattern.compile(".*:function:\\$\\{AWS::StackName}-([a-z]+):([a-z]+)/invocations");

    String name() {
        return verb.toUpperCase(Locale.ROOT) + " " + path;
    }

    Tree integration() {
        return definition.at("x-amazon-apigateway-integration");
    }

    /** The last part of the name of the function it calls, or the empty text unless it calls the alias {@code live}. */
    String function() {
        var found = FUNCTION.matcher(integration().at("uri").flat());
        return found.matches() && found.group(2).equals("live") ? found.group(1) : "";
    }

    /** As a permission's SourceArn ends: a path parameter is a {@code *}. */
    String source() {
        return "/live/" + verb.toUpperCase(Locale.ROOT) + path.replaceAll("\\{[a-z]+}", "*");
    }

    /** The schemes that the operation asks for, all at once or one of them. */
    List<String> schemes() {
        return definition.at("security").items().stream()
                .flatMap(alternative -> alternative.members().keySet().stream())
                .toList();
    }

    boolean asksForIam() {
        return definition.at("x-amazon-apigateway-auth", "type").text().equals("AWS_IAM");
    }
}
