/** What an agent may have: grants, their parameters, and the session policies they compile to. */
package dev.valet.grant;
