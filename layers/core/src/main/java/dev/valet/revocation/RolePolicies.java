package dev.valet.revocation;

import dev.valet.identity.RoleArn;
import java.util.Optional;

/**
 * The inline policy {@link DenyPolicy#NAME} on managed roles: {@code iam:GetRolePolicy}, {@code iam:PutRolePolicy} and {@code
 * iam:DeleteRolePolicy}. Whatever IAM fails at throws {@link dev.valet.Unavailable}.
 */
public interface RolePolicies {
    Optional<String> read(RoleArn role);

    void put(RoleArn role, String document);

    void remove(RoleArn role);
}
