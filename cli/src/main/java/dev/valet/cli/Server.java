package dev.valet.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Which Valet is asked, and as whom: options of every command that asks one. */
final class Server {
    static final String AGENT_URL = "VALET_URL";
    static final String OPERATOR_URL = "VALET_OPERATOR_URL";

    private static final Pattern GATEWAY =
            Pattern.compile("[a-z0-9]+(?:-vpce-[a-z0-9]+)?\\.execute-api\\.([a-z0-9-]+)\\.amazonaws\\.com");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where Valet is; else VALET_URL, or VALET_OPERATOR_URL for operators' commands")
    @Nullable
    private String url;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "The region to sign for; else the URL's own, or AWS's default")
    @Nullable
    private String region;

    private final Map<String, String> env;

    Server(Map<String, String> env) {
        this.env = env;
    }

    /** As an operator: always signed, by whatever AWS credentials are at hand. */
    Api operator() {
        return signed(base(OPERATOR_URL));
    }

    /** As an agent: with its token where it has one (VALET_TOKEN_FILE), else signed. */
    Api agent() {
        var base = base(AGENT_URL);
        return given("VALET_TOKEN_FILE")
                .<Api>map(file -> new BearerApi(base, Path.of(file)))
                .orElseGet(() -> signed(base));
    }

    private Api signed(URI base) {
        return new SignedApi(
                base, region(base), DefaultCredentialsProvider.builder().build());
    }

    private URI base(String name) {
        var text = Optional.ofNullable(url)
                .or(() -> given(name))
                .orElseThrow(() -> new Failed(Exit.USAGE, "Say where Valet is: --url, or " + name));
        try {
            var base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (base.getHost() != null && base.getRawQuery() == null && isSafe(base)) {
                return base;
            }
        } catch (IllegalArgumentException noUrl) {
            // said below
        }
        throw new Failed(Exit.USAGE, "The URL of Valet is https, or http on this machine, without a query");
    }

    /** Requests and tokens cross no network in the clear. */
    private static boolean isSafe(URI base) {
        var host = base.getHost();
        boolean loopback = host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]");
        return "https".equals(base.getScheme()) || "http".equals(base.getScheme()) && loopback;
    }

    private String region(URI base) {
        return Optional.ofNullable(region)
                .or(() -> Optional.of(GATEWAY.matcher(base.getHost()))
                        .filter(java.util.regex.Matcher::matches)
                        .map(gateway -> gateway.group(1)))
                .or(() -> given("AWS_REGION"))
                .orElseGet(Server::defaultRegion);
    }

    private static String defaultRegion() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
        } catch (SdkClientException none) {
            throw new Failed(Exit.USAGE, "Say which region to sign for: --region, or AWS_REGION");
        }
    }

    private Optional<String> given(String name) {
        return Optional.ofNullable(env.get(name)).filter(text -> !text.isBlank());
    }
}
