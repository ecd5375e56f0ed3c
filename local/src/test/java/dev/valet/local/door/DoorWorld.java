package dev.valet.local.door;

import dev.valet.local.template.Place;
import dev.valet.local.template.Template;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The front door over a small template, with functions that a test writes itself. */
final class DoorWorld implements AutoCloseable {
    static final Identity REPORTER = new Identity(
            "ASIAEXAMPLE",
            "444455556666",
            "AROAREPORTERAGENT001:run-42",
            "arn:aws:sts::444455556666:assumed-role/reporter/run-42",
            Optional.empty());
    static final String ANSWER = "{\"statusCode\":200,\"headers\":{},\"body\":\"{}\",\"isBase64Encoded\":false}";

    final List<String> invoked = new ArrayList<>();
    Callers.Answer caller = new Callers.Answer.Known(REPORTER);
    Predicate<String> anybody = _ -> true;
    String issue = ANSWER;
    String authorize = "";
    String failure = "";
    String event = "";
    private final FrontDoor door;
    private final HttpClient http = HttpClient.newHttpClient();

    DoorWorld() throws IOException {
        var template = Template.of(TEMPLATE, new Place("111122223333", "eu-west-1", "valet"), java.util.Map.of());
        door = FrontDoor.take(0);
        door.open(new ApiGateway(
                Routes.of(template, "111122223333", "eu-west-1"),
                new Callers() {
                    @Override
                    public Answer verify(Arrived request, String methodArn) {
                        return caller;
                    }

                    @Override
                    public boolean admitsAnybody(String methodArn) {
                        return anybody.test(methodArn);
                    }
                },
                this::invoke,
                Clock.fixed(Instant.parse("2026-11-23T10:15:00Z"), ZoneOffset.UTC)));
    }

    private Arrived.Body invoke(String function, String requestId, Arrived.Body given) throws Functions.FunctionFailed {
        invoked.add(function);
        event = new String(given.bytes(), StandardCharsets.UTF_8);
        if (!failure.isEmpty()) {
            throw new Functions.FunctionFailed(failure, new IllegalStateException(failure));
        }
        var answer = function.equals("valet-authorize") ? authorize : issue;
        if (answer.equals("never")) {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException given_up) {
                Thread.currentThread().interrupt();
            }
        }
        return Arrived.Body.of(answer.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(address().resolve(path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    URI address() {
        return door.address();
    }

    @Override
    public void close() {
        door.close();
        http.close();
    }

    static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              AgentApi:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: live
                  DefinitionBody:
                    openapi: 3.0.1
                    components:
                      securitySchemes:
                        sigv4: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}
                        bearer:
                          type: apiKey
                          name: Authorization
                          in: header
                          x-amazon-apigateway-authtype: custom
                          x-amazon-apigateway-authorizer:
                            type: token
                            identityValidationExpression: "^(Bearer )?[a-z]+[.][a-z]+[.][a-z]+$"
                            authorizerResultTtlInSeconds: 0
                            authorizerUri: !Sub arn:x/functions/arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${AWS::StackName}-authorize:live/invocations
                    x-amazon-apigateway-gateway-responses:
                      UNAUTHORIZED:
                        statusCode: "401"
                        responseParameters: {gatewayresponse.header.WWW-Authenticate: "'Bearer'"}
                        responseTemplates: {application/problem+json: '{"reason":"unauthorized","requestId":"$context.requestId"}'}
                      DEFAULT_4XX:
                        responseTemplates: {application/problem+json: '{"reason":"$context.error.responseType"}'}
                      DEFAULT_5XX:
                        responseTemplates: {application/problem+json: '{"reason":"internal"}'}
                    paths:
                      /v1/leases/{id}:
                        get: &signed
                          security: [{sigv4: []}]
                          x-amazon-apigateway-auth: {type: AWS_IAM}
                          x-amazon-apigateway-integration:
                            type: aws_proxy
                            timeoutInMillis: 700
                            uri: !Sub arn:x/functions/arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${AWS::StackName}-issue:live/invocations
                      /v1/leases:
                        get: *signed
                        post: *signed
                      /.well-known/keys.json:
                        get:
                          security: []
                          x-amazon-apigateway-auth: {type: NONE}
                          x-amazon-apigateway-integration:
                            type: aws_proxy
                            uri: !Sub arn:x/functions/arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${AWS::StackName}-token:live/invocations
                      /oidc/v1/grants:
                        get:
                          security: [{bearer: []}]
                          x-amazon-apigateway-integration:
                            type: aws_proxy
                            uri: !Sub arn:x/functions/arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${AWS::StackName}-issue:live/invocations
            """;
}
