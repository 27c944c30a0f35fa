// SPDX-License-Identifier: Apache-2.0
#ifndef DRAY_CCURL_H
#define DRAY_CCURL_H

#include <curl/curl.h>
#include <stddef.h>

// Swift cannot call C functions with variable arguments; each of these is one such call of libcurl
// with the type of its last argument fixed.

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value);
CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value);
CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value);
CURLcode ccurl_set_write(CURL *easy, CURLoption option, curl_write_callback call);
CURLcode ccurl_set_read(CURL *easy, curl_read_callback call);
CURLcode ccurl_set_prereq(CURL *easy, curl_prereq_callback call);
CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode ccurl_get_pointer(CURL *easy, CURLINFO info, void **value);
CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);
CURLcode ccurl_set_progress(CURL *easy, curl_xferinfo_callback call);
CURLcode ccurl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value);
CURLcode ccurl_get_string(CURL *easy, CURLINFO info, const char **value);

// Macros of libcurl that Swift does not import.
enum {
  CCURL_SSH_AUTH_PUBLICKEY = CURLSSH_AUTH_PUBLICKEY,
  CCURL_SSH_AUTH_PASSWORD = CURLSSH_AUTH_PASSWORD,
  CCURL_SSH_AUTH_KEYBOARD = CURLSSH_AUTH_KEYBOARD,
};

#endif
