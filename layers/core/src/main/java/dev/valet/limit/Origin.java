package dev.valet.limit;

/**
 * Where a request came from, as API Gateway saw it and no header says.
 *
 * @param address the caller's IP address; empty when it was not told
 * @param vpcEndpoint the endpoint that a private API was called through; empty when there was none
 */
public record Origin(String address, String vpcEndpoint) {
    public static final Origin UNKNOWN = new Origin("", "");
}
