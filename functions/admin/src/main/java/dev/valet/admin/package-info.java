/** The operator API: configuration as code, applied and read, and the audit. */
package dev.valet.admin;
