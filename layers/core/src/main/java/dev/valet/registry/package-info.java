/** What is configured: agents, grants, issuers and guardrails, as documents and as the registry that decisions ask. */
package dev.valet.registry;
