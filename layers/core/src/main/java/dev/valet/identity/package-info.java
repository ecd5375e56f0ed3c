/** Who is calling: principals, the agents they speak for, and the issuers whose tokens are believed. */
package dev.valet.identity;
