package dev.valet.local.aws;

import dev.valet.local.aws.signature.SigV4Verifier;
import dev.valet.local.aws.signature.Verification;
import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Received;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** From a request to the service it was signed for. */
final class Endpoint {
    private static final System.Logger LOG = System.getLogger(Endpoint.class.getName());

    private final String region;
    private final Clock clock;
    private final SigV4Verifier verifier;
    private final Sessions sessions;
    private final Access access;
    private final Map<String, Route> routes;

    /** @param region IAM has one of its own, whatever the others use */
    record Route(String region, Dialect dialect, Api api) {}

    Endpoint(
            String region,
            Clock clock,
            SigV4Verifier verifier,
            Sessions sessions,
            Access access,
            Map<String, Api> apis) {
        this.region = region;
        this.clock = clock;
        this.verifier = verifier;
        this.sessions = sessions;
        this.access = access;
        this.routes = new ConcurrentSkipListMap<>();
        apis.forEach((service, api) -> routes.put(
                service,
                switch (service) {
                    case "iam" -> new Route("us-east-1", Dialect.QUERY, api);
                    case "sts" -> new Route(region, Dialect.QUERY, api);
                    case "secretsmanager", "kms", "events" -> new Route(region, Dialect.JSON, api);
                    case "s3" -> new Route(region, Dialect.S3, api);
                    default -> throw new IllegalArgumentException(service);
                }));
    }

    void host(String service, Guest guest) {
        routes.put(service, new Route(region, Dialect.JSON, call -> guest.answer(call.request(), call.caller())));
    }

    Answer answer(Received request) {
        String requestId = Ids.uuid();
        String service = SigV4Verifier.claimedService(request).orElse("");
        Route route = routes.get(service);
        Dialect dialect = route == null ? Dialect.of(request) : route.dialect();
        Answer answer;
        try {
            answer = answer(request, service, requestId);
        } catch (AwsError error) {
            answer = dialect.answer(error, request, requestId);
        } catch (IllegalArgumentException e) {
            // A parameter given twice, broken encoding or broken JSON: our own words, which quote no value.
            var error = new AwsError(400, "ValidationException", String.valueOf(e.getMessage()));
            answer = dialect.answer(error, request, requestId);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "request " + requestId + " failed", e);
            var error = new AwsError(500, "InternalFailure", "the local endpoint failed, see its log");
            answer = dialect.answer(error, request, requestId);
        }
        var headers = new HashMap<>(answer.headers());
        headers.put("x-amzn-RequestId", requestId);
        headers.put("x-amz-request-id", requestId);
        return new Answer(answer.status(), headers, answer.body());
    }

    private Answer answer(Received request, String service, String requestId) {
        Route route = routes.get(service);
        if (route == null && !service.isEmpty()) {
            throw AwsError.absent("service " + service);
        }
        Dialect dialect = route == null ? Dialect.of(request) : route.dialect();
        return switch (authenticate(request, regions(service), service)) {
            case Authentication.Refused(var refusal, var detail) ->
                throw dialect.error(new Verification.Refused(refusal, detail));
            case Authentication.Authenticated known
            when route != null ->
                route.api()
                        .answer(new Call(
                                request.withBody(known.body()),
                                known.caller(),
                                route.region(),
                                requestId,
                                clock.instant()));
            case Authentication.Authenticated _ -> throw AwsError.absent("such service");
        };
    }

    /** IAM has a region of its own, but SDKs with another endpoint than AWS's sign for theirs. */
    private Set<String> regions(String service) {
        return service.equals("iam") ? Set.of("us-east-1", region) : Set.of(region);
    }

    Authentication authenticate(Received request, Set<String> regions, String service) {
        return switch (verifier.verify(request, regions, service)) {
            case Verification.Refused(var refusal, var detail) -> new Authentication.Refused(refusal, detail);
            case Verification.Verified(var key, var body) -> {
                Caller caller = sessions.caller(key);
                yield new Authentication.Authenticated(caller, access.permissions(caller), body);
            }
        };
    }
}
