package dev.valet.registry;

import dev.valet.Json;
import dev.valet.action.Action;
import dev.valet.grant.Grant;
import dev.valet.guardrail.Guardrail;
import dev.valet.identity.Agent;
import dev.valet.identity.Issuer;
import java.util.Locale;

/** One configured thing: what operators write, and what is stored as one row. */
public sealed interface Document {
    /** In the order in which documents lean on each other: none names one of a later kind. */
    enum Kind {
        ISSUER,
        AGENT,
        ACTION,
        GRANT,
        GUARDRAIL;

        /** Also the name of a document's first member. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Kind kind();

    /** Unique within its kind. */
    String id();

    /** As it is stored and compared: the reader of its kind reads it back to an equal document. */
    Json json();

    record OfIssuer(Issuer issuer) implements Document {
        @Override
        public Kind kind() {
            return Kind.ISSUER;
        }

        @Override
        public String id() {
            return issuer.id().text();
        }

        @Override
        public Json json() {
            return IssuerDocument.write(issuer);
        }
    }

    record OfAgent(Agent agent) implements Document {
        @Override
        public Kind kind() {
            return Kind.AGENT;
        }

        @Override
        public String id() {
            return agent.id().text();
        }

        @Override
        public Json json() {
            return AgentDocument.write(agent);
        }
    }

    record OfAction(Action action) implements Document {
        @Override
        public Kind kind() {
            return Kind.ACTION;
        }

        @Override
        public String id() {
            return action.id().text();
        }

        @Override
        public Json json() {
            return ActionDocument.write(action);
        }
    }

    record OfGrant(Grant grant) implements Document {
        @Override
        public Kind kind() {
            return Kind.GRANT;
        }

        @Override
        public String id() {
            return grant.id().text();
        }

        @Override
        public Json json() {
            return GrantDocument.write(grant);
        }
    }

    record OfGuardrail(Guardrail guardrail) implements Document {
        @Override
        public Kind kind() {
            return Kind.GUARDRAIL;
        }

        @Override
        public String id() {
            return guardrail.id().text();
        }

        @Override
        public Json json() {
            return GuardrailDocument.write(guardrail);
        }
    }
}
