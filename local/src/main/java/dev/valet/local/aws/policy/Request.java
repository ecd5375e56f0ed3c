package dev.valet.local.aws.policy;

/**
 * One call as a policy sees it.
 *
 * @param action such as {@code s3:GetObject}
 * @param resource a full ARN, or {@code *} for calls that act on no resource
 */
public record Request(String action, String resource, Context context) {
    public Request with(String otherAction, Context otherContext) {
        return new Request(otherAction, resource, otherContext);
    }
}
