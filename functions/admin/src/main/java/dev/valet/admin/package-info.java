/** The operator API: configuration as code, applied and read. */
package dev.valet.admin;
