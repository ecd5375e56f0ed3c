/**
 * A small AWS for development: exactly the calls that Valet and its sample agents make, on loopback, over one port.
 *
 * <p>It exists so that a denial on this machine means what it says. What it answers it enforces; what it does not know
 * (a service, a call, a parameter, a header, a condition operator, a condition key) it refuses by name and never
 * ignores. It holds keys and secrets in clear, in memory and in the state folder, and is no place for real ones.
 *
 * <table>
 *   <caption>What is enforced</caption>
 *   <tr><th>subject</th><th>enforced</th><th>left out, or different from AWS</th></tr>
 *   <tr><td>calls</td>
 *     <td>STS AssumeRole, GetCallerIdentity, GetWebIdentityToken; Secrets Manager CreateSecret, PutSecretValue,
 *       GetSecretValue, DescribeSecret, UpdateSecretVersionStage, RotateSecret, DeleteSecret, GetRandomPassword; IAM CreateRole,
 *       GetRole, DeleteRole,
 *       UpdateAssumeRolePolicy, PutRolePolicy, GetRolePolicy, ListRolePolicies, DeleteRolePolicy, TagRole,
 *       CreatePolicy, AttachRolePolicy, DetachRolePolicy, PutRolePermissionsBoundary; S3 CreateBucket, DeleteBucket,
 *       PutObject, GetObject, HeadObject, DeleteObject, ListObjectsV2; KMS Sign, GetPublicKey; EventBridge PutEvents</td>
 *     <td>every other: {@code NotImplemented}, "the local endpoint has no sts:DecodeAuthorizationMessage"</td></tr>
 *   <tr><td>signatures</td>
 *     <td>Signature Version 4 in header and query, recomputed over what was received; host and all {@code x-amz-*}
 *       headers signed; five minutes of skew; scope; body hash; aws-chunked bodies with their chunk signatures,
 *       trailers and checksums; session tokens; expiry</td>
 *     <td>no Version 2, no 4A; presigned S3 bodies and UNSIGNED-PAYLOAD are taken as AWS takes them; bodies up to
 *       5 MiB; S3 allows 15 minutes of skew where this allows five</td></tr>
 *   <tr><td>who may</td>
 *     <td>identity (inline and managed) ∩ session policy (inline and managed) ∩ permissions boundary; an explicit deny
 *       anywhere wins; default deny; read anew for each call, so a later deny ends a live session at once (AWS: in
 *       seconds, at times minutes)</td>
 *     <td>no organisation policies, and of resource policies only trust policies: nothing else is shared across
 *       accounts. The account's administrator may do everything in it</td></tr>
 *   <tr><td>trust</td>
 *     <td>sts:AssumeRole, sts:TagSession and sts:SetSourceIdentity, each by itself; both sides across accounts; a role
 *       that was named is bound by its unique id</td>
 *     <td>services and providers are trusted only towards {@link dev.valet.local.aws.LocalAws#sessionFor}; no
 *       NotPrincipal, no session ARN as principal. {@code sts:ExternalId} and {@code sts:RoleSessionName} are in
 *       context for sts:AssumeRole alone (AWS does not say)</td></tr>
 *   <tr><td>policies</td>
 *     <td>Action, Resource and their Not forms, IAM globs (in an ARN a star stays in its part), policy variables of one
 *       value, conditions</td>
 *     <td>Version 2012-10-17 only; no default values in variables; a pattern whose variable has no value matches
 *       nothing</td></tr>
 *   <tr><td>condition operators</td>
 *     <td>StringEquals, StringNotEquals, StringEqualsIgnoreCase, StringNotEqualsIgnoreCase, StringLike, StringNotLike,
 *       ArnEquals, ArnLike, ArnNotEquals, ArnNotLike, Bool, Null, Numeric…, Date…, IpAddress, NotIpAddress;
 *       …IfExists; ForAllValues:, ForAnyValue:</td>
 *     <td>every other is {@code MalformedPolicyDocument} when the policy is stored or passed. A key of many values
 *       needs a set prefix, where AWS would let it pass</td></tr>
 *   <tr><td>condition keys</td>
 *     <td>aws: CurrentTime, EpochTime, PrincipalAccount, PrincipalArn, PrincipalTag/…, PrincipalType, RequestTag/…,
 *       RequestedRegion, ResourceAccount, SecureTransport (false: there is no TLS), SourceIdentity, SourceIp, TagKeys,
 *       TokenIssueTime, UserAgent, userid, username; events: detail-type, source; iam: PermissionsBoundary, PolicyARN; kms: CallerAccount,
 *       MessageType, SigningAlgorithm, ViaService (never there: no service calls KMS here); s3: delimiter, max-keys,
 *       prefix; secretsmanager: ModifyRotationRules, Name, RotationLambdaARN, SecretId, VersionId,
 *       VersionStage; sts: DurationSeconds, ExternalId,
 *       IdentityTokenAudience, RoleSessionName, SigningAlgorithm, SourceIdentity, TransitiveTagKeys</td>
 *     <td>every other is refused like an operator. secretsmanager:VersionStage and VersionId are there only when the
 *       request names them (AWS does not say)</td></tr>
 *   <tr><td>sizes</td>
 *     <td>session policies 2,048 characters and ten ARNs; inline policies 10,240 a role; managed 6,144; trust 2,048;
 *       50 tags; secrets 65,536 bytes</td>
 *     <td>PackedPolicySize is an estimate; no rates, no quotas of counts</td></tr>
 *   <tr><td>secrets</td><td>labels move as AWS moves them; a request token is one value; RotateSecret is refused for a
 *       secret that is not set up for it, and while another rotation is under way</td>
 *     <td>no customer keys, resource policies, replicas or partial ARNs. A rotation is done when its call is answered, by
 *       no function: the new value is made up here, and nobody asks whether the caller may invoke one, as AWS says it
 *       does. Only {@link dev.valet.local.aws.LocalAws#rotating} sets a secret up, and nothing is rotated by itself</td></tr>
 *   <tr><td>objects</td><td>whole objects with type and metadata; a missing key is told only to who may list;
 *       {@code If-None-Match: *} on a put; a bucket's default Object Lock, under which nothing is put over or deleted</td>
 *     <td>no versions, so what AWS would keep as a version or hide behind a delete marker is refused by name; no ranges,
 *       copies, parts, bucket policies, access lists; one region</td></tr>
 *   <tr><td>keys</td><td>Ed25519 keys sign texts of up to 4,096 bytes; the key's policy and the caller's must both allow</td>
 *     <td>no other specs, digests, grants or aliases; nothing is encrypted; key policies name accounts only</td></tr>
 *   <tr><td>events</td><td>one to ten entries and 256 KB a call; what is wrong with an entry fails that entry; the last
 *     thousand of a bus can be read</td>
 *     <td>no rules, targets, schedules or bus policies; one entry that is not allowed refuses the call; an unknown bus
 *       is refused, where AWS takes the event and forgets it</td></tr>
 * </table>
 */
@NullMarked
package dev.valet.local.aws;

import org.jspecify.annotations.NullMarked;
