/**
 * The only room that runs programs, credential helpers aside: the tool {@code helm}, and the tasks that render, install and
 * upgrade with it. Charts are resolved and pulled by {@code operation.pull}, never by {@code helm}.
 */
package io.jenkins.plugins.ocichart.helm;
