package dev.valet.local.door;

import dev.valet.Json;
import dev.valet.local.template.Resource;
import dev.valet.local.template.Template;
import dev.valet.local.template.TemplateException;
import dev.valet.local.template.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Every operation of every API of the template. What the template does not say is refused when it is read. */
public final class Routes {
    private static final Pattern FUNCTION =
            Pattern.compile(".*:function:([A-Za-z0-9_-]+)(?::[A-Za-z0-9_-]+)?/invocations");

    private final List<Route> routes;

    private Routes(List<Route> routes) {
        this.routes = routes;
    }

    /** A route and what the path filled in. */
    record Match(Route route, Map<String, String> pathParameters) {}

    public static Routes of(Template template, String account, String region) {
        var routes = new ArrayList<Route>();
        for (var resource : template.ofType("AWS::Serverless::Api")) {
            routes.addAll(ofApi(template, resource, account, region));
        }
        var names = new HashSet<String>();
        for (var route : routes) {
            if (!names.add(route.method() + " " + route.resource())) {
                throw new TemplateException("two APIs have " + route.method() + " " + route.resource());
            }
        }
        return new Routes(List.copyOf(routes));
    }

    private static List<Route> ofApi(Template template, Resource resource, String account, String region) {
        var definition = template.property(resource, "DefinitionBody")
                .orElseThrow(() -> new TemplateException(resource.logicalId() + " has no DefinitionBody"));
        var api = new Api(
                template.ref(resource.logicalId()),
                template.property(resource, "StageName").map(Tree::text).orElse("live"),
                account,
                region,
                GatewayResponses.of(definition));
        var routes = new ArrayList<Route>();
        Tree.members(definition, "paths")
                .forEach((path, methods) -> Tree.members(methods).entrySet().stream()
                        .filter(method -> Tree.at(method.getValue(), "x-amazon-apigateway-integration")
                                .isPresent())
                        .forEach(method -> routes.add(route(
                                api, definition, path, method.getKey().toUpperCase(Locale.ROOT), method.getValue()))));
        return routes;
    }

    private static Route route(Api api, Json definition, String path, String method, Json operation) {
        var type = Tree.required(operation, "x-amazon-apigateway-integration", "type");
        if (!type.equalsIgnoreCase("aws_proxy")) {
            throw new TemplateException(method + " " + path + " is no Lambda proxy integration");
        }
        var timeout = Tree.text(operation, "x-amazon-apigateway-integration", "timeoutInMillis")
                .map(Long::parseLong)
                .orElse(29_000L);
        return new Route(
                api,
                method,
                path,
                authorization(definition, operation, method + " " + path),
                function(Tree.required(operation, "x-amazon-apigateway-integration", "uri")),
                Duration.ofMillis(timeout));
    }

    /** A route has exactly one kind of caller (INV-3); one that anybody may call says so in both places. */
    private static Authorization authorization(Json definition, Json operation, String name) {
        if (Tree.text(operation, "x-amazon-apigateway-auth", "type").equals(Optional.of("NONE"))
                && Tree.at(operation, "security").equals(Optional.of(new Json.Arr(List.of())))) {
            return new Authorization.Anybody();
        }
        var security = Tree.items(operation, "security");
        if (security.size() != 1 || Tree.members(security.getFirst()).size() != 1) {
            throw new TemplateException(name + " does not name exactly one kind of caller");
        }
        var scheme = Tree.members(security.getFirst()).keySet().iterator().next();
        var declared = Tree.at(definition, "components", "securitySchemes", scheme)
                .orElseThrow(() -> new TemplateException(name + " names no declared security scheme"));
        boolean iam = Tree.text(operation, "x-amazon-apigateway-auth", "type").equals(Optional.of("AWS_IAM"));
        var authtype = Tree.required(declared, "x-amazon-apigateway-authtype");
        if (authtype.equals("awsSigv4") && iam) {
            return new Authorization.Iam();
        }
        if (authtype.equals("custom") && !iam) {
            return bearer(declared);
        }
        throw new TemplateException(name + " mixes kinds of callers");
    }

    private static Authorization bearer(Json declared) {
        var type = Tree.required(declared, "x-amazon-apigateway-authorizer", "type");
        var ttl = Tree.required(declared, "x-amazon-apigateway-authorizer", "authorizerResultTtlInSeconds");
        if (!type.equals("token") || !ttl.equals("0")) {
            throw new TemplateException("an authorizer is of type token and keeps no results");
        }
        return new Authorization.Bearer(
                function(Tree.required(declared, "x-amazon-apigateway-authorizer", "authorizerUri")),
                Tree.required(declared, "name"),
                Pattern.compile(Tree.text(declared, "x-amazon-apigateway-authorizer", "identityValidationExpression")
                        .orElse(".*")));
    }

    private static String function(String uri) {
        var found = FUNCTION.matcher(uri);
        if (!found.matches()) {
            throw new TemplateException("an integration names no function");
        }
        return found.group(1);
    }

    Optional<Match> find(String method, String path) {
        return routes.stream()
                .filter(route -> route.method().equals(method))
                .sorted(Comparator.comparingLong(Route::parameters))
                .flatMap(route -> route.match(path).map(found -> new Match(route, found)).stream())
                .findFirst();
    }

    /** Whose gateway responses answer when no route matches: the API that has the path's first segment, or the first. */
    Api apiFor(String path) {
        var first = firstSegment(path);
        return routes.stream()
                .filter(route -> firstSegment(route.resource()).equals(first))
                .findFirst()
                .orElse(routes.getFirst())
                .api();
    }

    private static String firstSegment(String path) {
        int end = path.indexOf('/', 1);
        return end < 0 ? path : path.substring(0, end);
    }
}
