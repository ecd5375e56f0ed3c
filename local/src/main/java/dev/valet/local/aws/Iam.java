package dev.valet.local.aws;

import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Percent;
import dev.valet.local.aws.wire.Xml;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** IAM: roles with their policies, and customer managed policies of one version. Changes bite at the next request. */
final class Iam implements Api {
    private static final String NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]{1,128}");
    private static final Pattern PATH = Pattern.compile("/|(/[\\x21-\\x7e]+/)");

    private final Accounts accounts;
    private final Access access;

    Iam(Accounts accounts, Access access) {
        this.accounts = accounts;
        this.access = access;
    }

    @Override
    public Answer answer(Call call) {
        QueryCall query = QueryCall.of(call, "iam", NAMESPACE);
        return switch (query.action()) {
            case "CreateRole" -> createRole(query);
            case "GetRole" -> query.answer(role("Role", permitted(query.only("RoleName"))));
            case "DeleteRole" -> deleteRole(query);
            case "UpdateAssumeRolePolicy" -> updateTrust(query);
            case "PutRolePolicy" -> putRolePolicy(query);
            case "GetRolePolicy" -> getRolePolicy(query);
            case "ListRolePolicies" -> listRolePolicies(query);
            case "DeleteRolePolicy" -> deleteRolePolicy(query);
            case "TagRole" -> tagRole(query);
            case "CreatePolicy" -> createPolicy(query);
            case "AttachRolePolicy" -> attachRolePolicy(query);
            case "DetachRolePolicy" -> detachRolePolicy(query);
            case "PutRolePermissionsBoundary" -> putBoundary(query);
            default -> throw query.unknown();
        };
    }

    private Answer createRole(QueryCall query) {
        query.only(
                "Path",
                "RoleName",
                "AssumeRolePolicyDocument",
                "Description",
                "MaxSessionDuration",
                "PermissionsBoundary",
                "Tags");
        String path = path(query);
        String name = name(query, "RoleName");
        Account account = account(query);
        Optional<String> boundary = query.get("PermissionsBoundary");
        Map<String, String> tags = Tags.read(query.parameters());
        int seconds = query.number("MaxSessionDuration", 3600);
        if (seconds < 3600 || seconds > 43_200) {
            throw AwsError.invalid("maxSessionDuration", "Member must be between 3600 and 43200");
        }
        String arn = "arn:aws:iam::" + account.id() + ":role" + path + name;
        var context = new Context()
                .put("iam:PermissionsBoundary", boundary.orElse(null))
                .putTags("aws:RequestTag", tags)
                .putAll("aws:TagKeys", tags.keySet());
        require(query, arn, context);
        var draft = new RoleDraft(
                path,
                name,
                Optional.empty(),
                query.required("AssumeRolePolicyDocument"),
                Map.of(),
                tags,
                boundary,
                seconds);
        return query.answer(role("Role", account.create(draft)));
    }

    private Answer deleteRole(QueryCall query) {
        Role role = permitted(query.only("RoleName"));
        account(query).delete(role.name());
        return query.answer();
    }

    private Answer updateTrust(QueryCall query) {
        Role role = permitted(query.only("RoleName", "PolicyDocument"));
        Trust trust = account(query).trust(query.required("PolicyDocument"));
        return change(query, role, each -> each.withTrust(trust));
    }

    private Answer putRolePolicy(QueryCall query) {
        Role role = permitted(query.only("RoleName", "PolicyName", "PolicyDocument"));
        String name = name(query, "PolicyName");
        var policy = Policies.identity(query.required("PolicyDocument"));
        return change(query, role, each -> each.withInline(name, policy));
    }

    private Answer getRolePolicy(QueryCall query) {
        Role role = permitted(query.only("RoleName", "PolicyName"));
        String name = name(query, "PolicyName");
        var policy = Optional.ofNullable(role.inline().get(name)).orElseThrow(() -> missingPolicy(name));
        return query.answer(
                Xml.leaf("RoleName", role.name()),
                Xml.leaf("PolicyName", name),
                Xml.leaf("PolicyDocument", Percent.encode(policy.text())));
    }

    private Answer listRolePolicies(QueryCall query) {
        Role role = permitted(query.only("RoleName"));
        var names = role.inline().keySet().stream()
                .sorted()
                .map(name -> Xml.leaf("member", name))
                .toList();
        return query.answer(Xml.node("PolicyNames", names), Xml.leaf("IsTruncated", "false"));
    }

    private Answer deleteRolePolicy(QueryCall query) {
        Role role = permitted(query.only("RoleName", "PolicyName"));
        String name = name(query, "PolicyName");
        return change(query, role, each -> {
            if (!each.inline().containsKey(name)) {
                throw missingPolicy(name);
            }
            return each.withoutInline(name);
        });
    }

    private Answer tagRole(QueryCall query) {
        query.only("RoleName", "Tags");
        Map<String, String> tags = Tags.read(query.parameters());
        var context = new Context().putTags("aws:RequestTag", tags).putAll("aws:TagKeys", tags.keySet());
        Role role = permitted(query, context);
        return change(query, role, each -> each.withTags(Tags.override(each.tags(), tags)));
    }

    private Answer createPolicy(QueryCall query) {
        query.only("Path", "PolicyName", "PolicyDocument", "Description");
        String path = path(query);
        String name = name(query, "PolicyName");
        Account account = account(query);
        require(query, "arn:aws:iam::" + account.id() + ":policy" + path + name, new Context());
        ManagedPolicy policy = account.createPolicy(path, name, query.required("PolicyDocument"));
        return query.answer(Xml.node(
                "Policy",
                Xml.leaf("PolicyName", name),
                Xml.leaf("PolicyId", policy.id()),
                Xml.leaf("Arn", policy.arn()),
                Xml.leaf("Path", path),
                Xml.leaf("DefaultVersionId", "v1"),
                Xml.leaf(
                        "CreateDate",
                        policy.created().truncatedTo(ChronoUnit.SECONDS).toString())));
    }

    private Answer attachRolePolicy(QueryCall query) {
        String arn = query.only("RoleName", "PolicyArn").required("PolicyArn");
        Role role = permitted(query, new Context().put("iam:PolicyARN", arn));
        account(query).requirePolicy(arn);
        return change(query, role, each -> each.withAttached(arn));
    }

    private Answer detachRolePolicy(QueryCall query) {
        String arn = query.only("RoleName", "PolicyArn").required("PolicyArn");
        Role role = permitted(query, new Context().put("iam:PolicyARN", arn));
        return change(query, role, each -> {
            if (!each.attached().contains(arn)) {
                throw missingPolicy(arn);
            }
            return each.withoutAttached(arn);
        });
    }

    private Answer putBoundary(QueryCall query) {
        String arn = query.only("RoleName", "PermissionsBoundary").required("PermissionsBoundary");
        Role role = permitted(query, new Context().put("iam:PermissionsBoundary", arn));
        account(query).requirePolicy(arn);
        return change(query, role, each -> each.withBoundary(arn));
    }

    private Answer change(QueryCall query, Role role, UnaryOperator<Role> change) {
        account(query).change(role.name(), change);
        return query.answer();
    }

    private Role permitted(QueryCall query) {
        return permitted(query, new Context());
    }

    /** The boundary a role has is in the context of every call on it, unless the call is about another one. */
    private Role permitted(QueryCall query, Context context) {
        String name = name(query, "RoleName");
        Account account = account(query);
        Optional<Role> role = account.role(name);
        var boundary = new Context()
                .put("iam:PermissionsBoundary", role.flatMap(Role::boundary).orElse(null));
        String arn = role.map(Role::arn).orElse("arn:aws:iam::" + account.id() + ":role/" + name);
        require(query, arn, boundary.and(context));
        return role.orElseThrow(() -> Account.missingRole(name));
    }

    private void require(QueryCall query, String arn, Context context) {
        String account = query.call().caller().account();
        context.put("aws:ResourceAccount", account);
        access.require(query.call(), "iam:" + query.action(), arn, account, context);
    }

    private Account account(QueryCall query) {
        return accounts.account(query.call().caller().account());
    }

    private static Xml role(String element, Role role) {
        var tags = role.tags().entrySet().stream()
                .map(tag -> Xml.node("member", Xml.leaf("Key", tag.getKey()), Xml.leaf("Value", tag.getValue())))
                .toList();
        Xml boundary = Xml.node(
                "PermissionsBoundary",
                Xml.leaf("PermissionsBoundaryType", "Policy"),
                Xml.leaf("PermissionsBoundaryArn", role.boundary().orElse(null)));
        return Xml.node(
                element,
                Xml.leaf("Path", role.path()),
                Xml.leaf("RoleName", role.name()),
                Xml.leaf("RoleId", role.id()),
                Xml.leaf("Arn", role.arn()),
                Xml.leaf(
                        "CreateDate",
                        role.created().truncatedTo(ChronoUnit.SECONDS).toString()),
                Xml.leaf(
                        "AssumeRolePolicyDocument",
                        Percent.encode(role.trust().policy().text())),
                Xml.leaf("MaxSessionDuration", Integer.toString(role.maxSessionSeconds())),
                role.boundary().isPresent() ? boundary : Xml.leaf("PermissionsBoundary", null),
                Xml.node("Tags", tags));
    }

    private static String name(QueryCall query, String parameter) {
        String name = query.required(parameter);
        if (!NAME.matcher(name).matches()) {
            throw AwsError.invalid(parameter, "Member must satisfy regular expression pattern: " + NAME);
        }
        return name;
    }

    private static String path(QueryCall query) {
        String path = query.get("Path").orElse("/");
        if (!PATH.matcher(path).matches()) {
            throw AwsError.invalid("path", "Member must satisfy regular expression pattern: " + PATH);
        }
        return path;
    }

    private static AwsError missingPolicy(String name) {
        return new AwsError(404, "NoSuchEntity", "The role policy with name " + name + " cannot be found.");
    }
}
