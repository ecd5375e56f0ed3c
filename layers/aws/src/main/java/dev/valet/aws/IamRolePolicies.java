package dev.valet.aws;

import dev.valet.identity.RoleArn;
import dev.valet.revocation.DenyPolicy;
import dev.valet.revocation.RolePolicies;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** The one place that writes on managed roles, through the revoker of their account. */
public final class IamRolePolicies implements RolePolicies {
    private final Revoker revoker;

    public IamRolePolicies(Revoker revoker) {
        this.revoker = revoker;
    }

    @Override
    public Optional<String> read(RoleArn role) {
        var iam = revoker.in(role).iam();
        return AwsFailure.guard("iam", () -> {
            try {
                var answer = iam.getRolePolicy(get -> get.roleName(role.name()).policyName(DenyPolicy.NAME));
                // GetRolePolicy: the document is URL-encoded as RFC 3986 has it, so a plus is a plus.
                var encoded = answer.policyDocument().replace("+", "%2B");
                return Optional.of(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
            } catch (NoSuchEntityException none) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void put(RoleArn role, String document) {
        var iam = revoker.in(role).iam();
        AwsFailure.guard(
                "iam",
                () -> iam.putRolePolicy(put ->
                        put.roleName(role.name()).policyName(DenyPolicy.NAME).policyDocument(document)));
    }

    @Override
    public void remove(RoleArn role) {
        var iam = revoker.in(role).iam();
        AwsFailure.guard("iam", () -> {
            try {
                return iam.deleteRolePolicy(
                        delete -> delete.roleName(role.name()).policyName(DenyPolicy.NAME));
            } catch (NoSuchEntityException gone) {
                return null;
            }
        });
    }
}
