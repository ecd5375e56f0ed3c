package dev.valet.local.door;

/** One REST API of the template. */
record Api(String id, String stage, String account, String region, GatewayResponses responses) {
    /** As authorizers and IAM policies name a call. */
    String methodArn(String method, String path) {
        return "arn:aws:execute-api:" + region + ":" + account + ":" + id + "/" + stage + "/" + method
                + (path.startsWith("/") ? path : "/" + path);
    }
}
