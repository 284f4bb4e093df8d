/**
 * {@code helm pull} and the versions it chooses from: an address and a range in, a file or a list of versions out.
 * Reading archives belongs to {@code chart}, and no other verb of {@code operation} is imported here.
 */
package io.jenkins.plugins.ocichart.operation.pull;
