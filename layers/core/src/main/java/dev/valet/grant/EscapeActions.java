package dev.valet.grant;

import java.util.List;

/**
 * Actions by which a session could climb out of its grant. A session policy denies the first list whatever a grant says
 * (S-6); a grant may name an action of the second only with an operator's exception, written down by name (S-7).
 */
public final class EscapeActions {
    private EscapeActions() {}

    /** Denied in every session, in full, so that what these services learn next is denied too. */
    public static final List<String> NEVER = List.of("iam:*", "sts:*");

    /** They hand out other credentials, run code later under another role, or write who may do what. */
    public static final List<String> BY_NAME_ONLY = List.of(
            // hand out credentials or plaintext
            "secretsmanager:GetSecretValue",
            "secretsmanager:BatchGetSecretValue",
            "ssm:GetParameter*",
            "kms:Decrypt",
            "kms:ReEncrypt*",
            "kms:CreateGrant",
            "ecr:GetAuthorizationToken",
            "ecr-public:GetAuthorizationToken",
            "codeartifact:GetAuthorizationToken",
            "rds-db:connect",
            "dsql:DbConnect*",
            "redshift:GetClusterCredentials*",
            "redshift-serverless:GetCredentials",
            "cognito-identity:GetCredentialsForIdentity",
            "sso:GetRoleCredentials",
            "rolesanywhere:*",
            "execute-api:Invoke",
            "lakeformation:GetTemporary*",
            "s3:GetDataAccess",
            // run code later, or under another role
            "lambda:Create*",
            "lambda:Update*",
            "lambda:AddPermission",
            "lambda:PublishLayerVersion",
            "ssm:SendCommand",
            "ssm:StartSession",
            "ssm:StartAutomationExecution",
            "ec2:RunInstances",
            "ec2:AssociateIamInstanceProfile",
            "ec2:ReplaceIamInstanceProfileAssociation",
            "ec2-instance-connect:*",
            "ecs:RunTask",
            "ecs:StartTask",
            "ecs:RegisterTaskDefinition",
            "ecs:ExecuteCommand",
            "eks:CreateAccessEntry",
            "eks:AssociateAccessPolicy",
            "cloudformation:Create*",
            "cloudformation:Update*",
            "cloudformation:Execute*",
            "codebuild:Create*",
            "codebuild:Update*",
            "codebuild:StartBuild*",
            "glue:Create*",
            "glue:Update*",
            "sagemaker:Create*",
            "states:Create*",
            "states:Update*",
            "scheduler:CreateSchedule",
            "scheduler:UpdateSchedule",
            "events:PutTargets",
            "bedrock-agentcore:Create*",
            "bedrock-agentcore:GetWorkloadAccessToken*",
            "bedrock-agentcore:GetResource*",
            // write who may do what
            "organizations:*",
            "account:*",
            "sso-admin:*",
            "identitystore:*",
            "ram:*",
            "s3:PutBucketPolicy",
            "s3:PutBucketAcl",
            "s3:PutObjectAcl",
            "s3:PutAccessPoint*",
            "s3:PutAccessGrants*",
            "s3:CreateAccess*",
            "kms:PutKeyPolicy",
            "secretsmanager:PutResourcePolicy",
            "dynamodb:PutResourcePolicy",
            "sqs:AddPermission",
            "sqs:SetQueueAttributes",
            "sns:AddPermission",
            "sns:SetTopicAttributes",
            "ecr:SetRepositoryPolicy",
            "events:PutPermission",
            "logs:PutResourcePolicy",
            "backup:PutBackupVaultAccessPolicy",
            "glacier:SetVaultAccessPolicy",
            "kinesis:PutResourcePolicy",
            "elasticfilesystem:PutFileSystemPolicy");

    /** Whether the action can only be denied. */
    public static boolean isForbidden(ActionPattern action) {
        return NEVER.stream().anyMatch(action::meets);
    }

    /** Whether the action needs to be named as an exception. */
    public static boolean isEscape(ActionPattern action) {
        return BY_NAME_ONLY.stream().anyMatch(action::meets);
    }
}
