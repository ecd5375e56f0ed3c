package dev.valet.local.aws.signature;

import dev.valet.local.aws.signature.Verification.Refusal;
import dev.valet.local.aws.wire.Parameters;
import dev.valet.local.aws.wire.Received;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a request says about its own signature, from the Authorization header or from the query of a presigned URL.
 *
 * @param presignedFor how long a presigned request stays good; empty for the header form
 */
record Claim(
        String accessKeyId,
        Scope scope,
        List<String> signedHeaders,
        String signature,
        String timestamp,
        Optional<String> token,
        Optional<Duration> presignedFor) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");
    private static final Duration LONGEST = Duration.ofDays(7);

    /** {@code 20261123/eu-west-1/sts/aws4_request}. */
    record Scope(String day, String region, String service) {
        @Override
        public String toString() {
            return day + "/" + region + "/" + service + "/aws4_request";
        }
    }

    static Claim of(Received request) {
        Parameters query = request.parameters();
        Optional<String> header = request.header("authorization");
        Refusing.unless(
                !query.names().contains("AWSAccessKeyId"),
                Refusal.MALFORMED,
                "The authorization mechanism you have provided is not supported. Please use " + ALGORITHM + ".");
        boolean presigned = query.names().contains("X-Amz-Signature");
        Refusing.unless(header.isPresent() || presigned, Refusal.MISSING, "the request carries no signature");
        Refusing.unless(header.isEmpty() || !presigned, Refusal.MALFORMED, "only one form of signature is allowed");
        return header.map(text -> fromHeader(text, request)).orElseGet(() -> fromQuery(query));
    }

    private static Claim fromHeader(String text, Received request) {
        Refusing.unless(text.startsWith(ALGORITHM + " "), Refusal.MALFORMED, "only " + ALGORITHM + " is verified");
        Map<String, String> parts = new HashMap<>();
        for (String part : list(text.substring(ALGORITHM.length()), ',')) {
            int equals = part.indexOf('=');
            Refusing.unless(equals > 0, Refusal.MALFORMED, "the Authorization header is malformed");
            String old = parts.put(part.substring(0, equals), part.substring(equals + 1));
            Refusing.unless(old == null, Refusal.MALFORMED, "the Authorization header repeats itself");
        }
        return claim(
                parts,
                "Credential",
                "SignedHeaders",
                "Signature",
                request.header("x-amz-date"),
                request.header("x-amz-security-token"),
                Optional.empty());
    }

    private static Claim fromQuery(Parameters query) {
        Refusing.unless(
                query.get("X-Amz-Algorithm").equals(Optional.of(ALGORITHM)),
                Refusal.MALFORMED,
                "only " + ALGORITHM + " is verified");
        String seconds = query.get("X-Amz-Expires").orElse("");
        Refusing.unless(SECONDS.matcher(seconds).matches(), Refusal.MALFORMED, "X-Amz-Expires is malformed");
        Duration lasts = Duration.ofSeconds(Long.parseLong(seconds));
        Refusing.unless(lasts.compareTo(LONGEST) <= 0, Refusal.MALFORMED, "X-Amz-Expires is longer than a week");
        Map<String, String> parts = new HashMap<>();
        for (String name : List.of("X-Amz-Credential", "X-Amz-SignedHeaders", "X-Amz-Signature")) {
            query.get(name).ifPresent(value -> parts.put(name, value));
        }
        return claim(
                parts,
                "X-Amz-Credential",
                "X-Amz-SignedHeaders",
                "X-Amz-Signature",
                query.get("X-Amz-Date"),
                query.get("X-Amz-Security-Token"),
                Optional.of(lasts));
    }

    private static Claim claim(
            Map<String, String> parts,
            String credentialName,
            String headersName,
            String signatureName,
            Optional<String> date,
            Optional<String> token,
            Optional<Duration> presignedFor) {
        List<String> credential = list(parts.getOrDefault(credentialName, ""), '/');
        Refusing.unless(
                credential.size() == 5 && credential.get(4).equals("aws4_request"),
                Refusal.MALFORMED,
                credentialName + " is malformed");
        String signature = parts.getOrDefault(signatureName, "");
        Refusing.unless(SIGNATURE.matcher(signature).matches(), Refusal.MALFORMED, signatureName + " is malformed");
        String timestamp =
                date.orElseThrow(() -> new Refusing(Refusal.MALFORMED, "X-Amz-Date is absent from the request"));
        Scope scope = new Scope(credential.get(1), credential.get(2), credential.get(3));
        return new Claim(
                credential.getFirst(),
                scope,
                list(parts.getOrDefault(headersName, ""), ';'),
                signature,
                timestamp,
                token,
                presignedFor);
    }

    Instant signedAt() {
        try {
            return LocalDateTime.parse(timestamp, TIMESTAMP).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new Refusing(Refusal.MALFORMED, "X-Amz-Date is malformed");
        }
    }

    private static List<String> list(String text, char separator) {
        return Pattern.compile(Pattern.quote(String.valueOf(separator)))
                .splitAsStream(text)
                .map(String::strip)
                .toList();
    }

    @Override
    public String toString() {
        return "Claim[" + accessKeyId + "]";
    }
}
