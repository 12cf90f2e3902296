/* links: smo-classify/device.c */
/* Devices: each word is known wherever it stands, as it is spelled, and the surest decides. */
#include "check.h"

#include "smo-classify/device.h"

#include <stdio.h>

static const struct {
    const char *device;
    const char *words; /* with commas between them */
} devices[] = {
    {"tv", "AppleTV,Apple TV,AFTT,AFTM,AFTS,AFTB,AFTN,Android TV,BRAVIA,CrKey,DTV;,GoogleTV,"
           "Google TV,HbbTV,MiTV,NetCast,Nintendo,PlayStation,Philips TV,Roku,SmartTV,SMART-TV,"
           "Smart TV,VIDAA,Web0S,webOS.TV,Xbox"},
    {"tablet", "Android,Kindle,PlayBook,Silk/,SM-T,SM-X,Tablet;,Tablet),Tablet/,iPad"},
    {"mobile", "BlackBerry,BB10,IEMobile,J2ME,Mobi,MIDP,Opera Mini,Phone;,Symbian,Windows Phone,"
               "iPhone,iPod"},
    {"desktop", "CrOS,FreeBSD,Linux,Macintosh,Mac OS X,Windows,X11"},
    {"-", "mobi,windows,tablet;,AFT,Web0,curl/8.5.0,M,i"},
};

static struct span device_of(struct span agent) {
    return device_name(device_in(agent, DEVICE_NONE));
}

/* Agents are read in blocks: at any place of one, and across two. */
static void each_word_tells_a_device(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        struct span words = span_of(devices[i].words);
        while (words.at) {
            struct span word = span_cut(&words, ',');
            assert_true(word.size <= DEVICE_WORD_BYTES);
            for (int before = 0; before < 34; before++)
                for (int behind = 0; behind < 34; behind += 11) {
                    char agent[128];
                    snprintf(agent, sizeof agent, "%*s%.*s%*s", before, "", (int)word.size, word.at,
                             behind, "");
                    if (!span_is(device_of(span_of(agent)), devices[i].device))
                        fail_msg("%s is no %s", agent, devices[i].device);
                }
        }
    }
}

static void the_surest_word_decides(void **state) {
    (void)state;
    assert_true(span_is(device_of(span_of("Linux; Android 12; Mobile")), "mobile"));
    assert_true(span_is(device_of(span_of("Mobile; Android; SM-T510")), "tablet"));
    assert_true(span_is(device_of(span_of("Windows; Xbox; Mobile")), "tv"));
    assert_true(span_is(device_of((struct span){NULL, 0}), "-"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_word_tells_a_device),
        cmocka_unit_test(the_surest_word_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
