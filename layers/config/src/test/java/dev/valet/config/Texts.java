package dev.valet.config;

/** A small whole configuration, one file for each kind; the stories change a line of it. */
final class Texts {
    static final String ISSUERS = """
            issuer: github-acme
            type: github
            url: https://token.actions.githubusercontent.com
            jwks: https://token.actions.githubusercontent.com/.well-known/jwks
            algorithm: RS256
            audience: https://valet.acme.example
            subjectClaims: [environment]
            ---
            issuer: laptops
            type: oidc
            url: https://dev.acme.example
            jwks: https://dev.acme.example/jwks
            algorithm: ES256
            development: true
            subjectClaims: [sub]
            """;

    static final String AGENTS = """
            # who may ask
            agent: reporter
            owner: team-data
            environment: sandbox
            identities:
              - role: arn:aws:iam::444455556666:role/agents/reporter
                uniqueId: AROAREPORTER00000001
            ---
            agent: ci-build
            owner: team-platform
            environment: production
            identities:
              - issuer: https://token.actions.githubusercontent.com
                claims:
                  repository_id: "1001"
                  repository_owner_id: "7"
                  job_workflow_ref: acme/app/.github/workflows/build.yml@refs/heads/main
                  event_name: push
                  environment: build
            """;

    static final String GRANTS = """
            grant: reports-reader
            agent: reporter
            environment: sandbox
            description: Reads the reports of one team
            ttlSeconds: 900
            aws:
              role: arn:aws:iam::444455556666:role/valet/reports
              externalId: vx-7f3a91
              allow:
                - actions: [s3:GetObject]
                  resources: ["arn:aws:s3:::acme-reports/${team}/*"]
            parameters:
              team: {pattern: "[a-z]{2,20}"}
            limits: {leasesPerHour: 20, concurrent: 5}
            ---
            grant: build-token
            agent: ci-build
            environment: staging
            description: The token of the package registry
            secret:
              arn: arn:aws:secretsmanager:eu-west-1:444455556666:secret:ci/registry-Ab12Cd
              role: arn:aws:iam::444455556666:role/valet/secrets
              externalId: vx-7f3a91
            """;

    /** Two actions, one of which spends. */
    static final String ACTIONS = """
            action: notify-team
            description: Tells a team what was found
            impact: low
            environment: sandbox
            input:
              type: object
              properties:
                team: {type: string, maxLength: 20}
                message: {type: string, maxLength: 400}
                copies: {type: integer, minimum: 1, maximum: 3}
              required: [team, message]
              additionalProperties: false
            lambda:
              function: arn:aws:lambda:eu-west-1:444455556666:function:notify:live
            ---
            action: pay-invoice
            description: Pays one invoice of a supplier
            impact: high
            environment: staging
            input:
              type: object
              properties:
                amount: {type: string, maxLength: 16}
                currency: {enum: [EUR, USD], type: string}
                payee: {type: string, maxLength: 40}
              required: [amount, currency, payee]
              additionalProperties: false
            spends: {amount: amount, currency: currency, payee: payee}
            lambda:
              function: arn:aws:lambda:eu-west-1:444455556666:function:pay:live
            """;

    static final String ACTION_GRANTS = """
            grant: team-notices
            agent: reporter
            environment: sandbox
            description: Tells one of two teams
            action: notify-team
            parameters:
              team: {oneOf: [blue, red]}
            ---
            grant: supplier-invoices
            agent: ci-build
            environment: staging
            description: Pays two suppliers
            action: pay-invoice
            budget: {currency: EUR, perCall: "500.00", perDay: "2000.00", payees: [acct_1, acct_2]}
            """;

    static final String GUARDRAILS = """
            guardrail: no-weekends
            description: Nothing but the sandbox on a weekend
            cedar: |
              forbid (principal, action == Action::"issue", resource)
              when {
                resource.environment != Environment::"sandbox" &&
                [Weekday::"saturday", Weekday::"sunday"].contains(context.weekday)
              };
            """;

    private Texts() {}
}
