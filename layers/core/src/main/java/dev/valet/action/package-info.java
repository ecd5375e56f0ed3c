/** Actions: business primitives that Valet performs with credentials the agent never sees. */
package dev.valet.action;
