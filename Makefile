# smo - which social media bring orders. `make help` lists what can be made.
#
# Everything made goes to $(O), by default build/:
#
#     $(O)/bin/smo-*              the programs: all tools/smo-X/*.c and what they use of libsmo.a
#     $(O)/share/smo/rules/       the shipped rules
#     $(O)/share/smo/locale/      the reports' words in other languages
#     $(O)/libsmo.a               all of tools/lib/; smo-*.a, for tests, a tool without its main.c
#     $(O)/config.mk              the libraries found: scripts/find-libraries
#     $(O)/tests/, $(O)/fuzz/     the tests' programs
#
# A program looks for its files in ../share/smo beside the folder it lies in, then in
# $(datadir)/smo, so it works from $(O) and from wherever it is installed.

VERSION = 0.1.0

O ?= build
ifneq ($(words $(O)),1)
$(error O=$(O) must be one folder, whose name holds no blanks)
endif
PREFIX ?= /usr/local
bindir ?= $(PREFIX)/bin
datadir ?= $(PREFIX)/share
mandir ?= $(datadir)/man

WARNINGS = -Wall -Wextra -Wshadow -Wvla -Wwrite-strings -Wstrict-prototypes \
	-Wmissing-prototypes

# BUILD=release: optimised as one whole, for the ways that a training run took most (scripts/train);
# by gcc, in an O of its own.  SANITIZE=address,undefined: checked at every step; give it an O of its
# own.  WERROR=1: no warning passes.  V=1: commands are shown whole.  WITHOUT=isal, or zstd, lzma,
# bz2: as if that library were not there; with an O of its own, too.
ifneq ($(filter release training,$(BUILD)),)
MODE_FLAGS = -flto=auto -fno-plt
AR = gcc-ar
endif
ifeq ($(BUILD),training)
MODE_FLAGS += -fprofile-generate -fprofile-update=atomic
endif
ifeq ($(BUILD),release)
MODE_FLAGS += -fprofile-use -fprofile-partial-training
UNTRAINED = -Wno-missing-profile
profile = $(O)/profile
endif
ifdef SANITIZE
MODE_FLAGS = -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS ?= -O1 -g
endif
CFLAGS ?= -O3 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
ifdef WERROR
WARNINGS += -Werror
endif

# What is cleaned, installed or set up needs no compiler to have been looked at.
NO_BUILD = help clean lint format dist deb check-deb html demo shots picture check check-quick \
	uninstall
ifneq ($(filter-out $(NO_BUILD),$(or $(MAKECMDGOALS),all)),)
include $(O)/config.mk
endif

quiet = $(if $(V),,@$(if $(findstring s,$(firstword -$(MAKEFLAGS))),,echo '$(1) $@';))
COMPILE = $(CC) -std=c11 -D_GNU_SOURCE -Itools -DSMO_VERSION='"$(VERSION)"' $(HAVE) \
	$(WARNINGS) $(MODE_FLAGS) $(CPPFLAGS) $(CFLAGS)
LINK_FLAGS = -Wl,--as-needed -pthread $(LDFLAGS)

tools = smo-parse smo-classify smo-funnel smo-report
objects = $(patsubst tools/%.c,$(O)/obj/%.o,$(wildcard $(1)))
tool_objects := $(foreach t,$(tools),$(call objects,tools/$(t)/*.c))
lib_objects := $(call objects,tools/lib/*/*.c)
programs := $(addprefix $(O)/bin/,$(tools))
rules := $(patsubst tools/smo-classify/%,$(O)/share/smo/%,$(wildcard \
	tools/smo-classify/rules/*.rules tools/smo-classify/rules/*/*.rules))
unit_tests := $(patsubst tests/unit/%.c,$(O)/tests/%,$(wildcard tests/unit/test_*.c))
replays := $(patsubst tests/fuzz/fuzz_%.c,$(O)/tests/replay_%,$(wildcard tests/fuzz/fuzz_*.c))
fuzzers := $(patsubst tests/fuzz/%.c,$(O)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))

# Without msgfmt, of GNU gettext, the reports are in English only.
languages := $(if $(shell command -v msgfmt),$(wildcard tools/smo-report/po/*.po))
catalogues := $(languages:tools/smo-report/po/%.po=$(O)/share/smo/locale/%.mo)

all: $(O)/libsmo.a $(programs) $(rules) $(catalogues)

# --- programs

.SECONDEXPANSION:
$(programs): $(O)/bin/%: $$(call objects,tools/%/*.c) $(O)/libsmo.a
	@mkdir -p $(@D)
	$(call quiet,link)$(CC) $(MODE_FLAGS) $(CFLAGS) $(LINK_FLAGS) -o $@ $^ $(LIBS)

$(O)/libsmo.a: $(lib_objects)
$(tools:%=$(O)/%.a): $(O)/%.a: $$(filter-out $(O)/obj/%/main.o,$$(call objects,tools/%/*.c))
$(O)/libsmo.a $(tools:%=$(O)/%.a):
	@rm -f $@
	$(call quiet,archive)$(AR) rcs $@ $^

$(O)/obj/%.o: tools/%.c $(O)/flags
	@mkdir -p $(@D)
	$(call quiet,compile)$(COMPILE) $(DIRECTORIES) -MMD -MP -c -o $@ $<

# For BUILD=release: what a training run counted lies beside the objects. It is of the sources as
# they were, and of objects of these very names: all else waits until it is there. Some of it is by
# chance, as who waits for whom in a pipeline is: programs made twice are not the same, byte for byte.
$(profile): scripts/train $(wildcard tools/*/*.[ch] tools/*/*/*.[ch])
	@scripts/train -c '$(CC)'
	@$(MAKE) --no-print-directory BUILD=training all
	$(call quiet,train)scripts/train -b $(O)
	@touch $@

# The programs that read files of their own: the shipped rules and a database; other languages.
$(O)/obj/smo-classify/%.o $(O)/obj/smo-report/%.o: DIRECTORIES = -DSMO_DATADIR='"$(datadir)/smo"'

$(rules): $(O)/share/smo/%: tools/smo-classify/% | $(profile)
	@mkdir -p $(@D)
	$(call quiet,copy)cp $< $@

$(catalogues): $(O)/share/smo/locale/%.mo: tools/smo-report/po/%.po | $(profile)
	@mkdir -p $(@D)
	$(call quiet,msgfmt)msgfmt --check --endianness=little -o $@ $<

$(O)/config.mk: scripts/find-libraries
	@mkdir -p $(@D)
	@scripts/find-libraries $(WITHOUT:%=-w %) $(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) >$@.new
	@mv $@.new $@

# Made anew only when the flags change, and then all is.
$(O)/flags: always | $(profile)
	@echo '$(subst ','\'',$(COMPILE))' | cmp -s - $@ || echo '$(subst ','\'',$(COMPILE))' >$@

# --- tests

BUILD_TEST = $(COMPILE) -Itests/unit -Wno-missing-prototypes $(UNTRAINED) $(LINK_FLAGS) -o $@ \
	$(filter %.c %.o,$^) $(filter $(O)/smo-%.a,$^) $(O)/libsmo.a

$(unit_tests) $(replays): | $(O)/tests
$(O)/tests $(O)/fuzz:
	@mkdir -p $@

$(unit_tests): $(O)/tests/%: tests/unit/%.c $(wildcard tests/unit/*.h) $(O)/libsmo.a \
		$(O)/flags
	$(call quiet,compile)$(BUILD_TEST) -lcmocka $(LIBS)

$(replays): $(O)/tests/replay_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(O)/libsmo.a $(O)/flags
	$(call quiet,compile)$(BUILD_TEST) $(LIBS)

$(fuzzers): $(O)/fuzz/%: tests/fuzz/%.c $(O)/libsmo.a $(O)/flags | $(O)/fuzz
	$(call quiet,compile)$(BUILD_TEST) -fsanitize=fuzzer $(LIBS)

# `/* links: smo-funnel */` at the head of a test: it tries files of that tool; or by their names,
# `/* links: smo-funnel/visit.c ... */`.
$(O)/links.mk: $(wildcard tests/unit/*.c tests/fuzz/*.c) tests/links.awk
	@mkdir -p $(@D)
	@awk -v O='$(O)' -f tests/links.awk $(filter %.c,$^) /dev/null >$@

ifneq ($(filter unit-tests replays fuzzers $(O)/tests/% $(O)/fuzz/%,$(MAKECMDGOALS)),)
include $(O)/links.mk
endif

unit-tests: $(unit_tests)
replays: $(replays)
fuzzers: $(fuzzers)

check check-quick: ; +@scripts/check $(if $(filter check,$@),,-q) -b $(O)
check-corpus: all ; +@scripts/check-corpus -b $(O)
lint: ; +@scripts/lint -b $(O)
format: ; clang-format -i $$(find tools tests -name '*.[ch]')
regen: all ; +@SMO_REGEN=1 scripts/run-cli-tests -b $(O)
fuzz: ; +@scripts/fuzz -b $(O)/clang

# --- the rest

demo: ; +@LOGS='$(LOGS)' scripts/demo -b $(O)
shots: ; +@scripts/shots -b $(O)
picture: ; +@scripts/shots -r -b $(O)
bench: ; +@scripts/bench -b $(O)/release
bench-check: ; +@scripts/bench -b $(O)/release -c
bench-growth: ; +@scripts/bench-growth -b $(O)/release
bench-bombs: ; +@scripts/bench-bombs -b $(O)/release

scripts = smo smo-geo smo-nightly
manuals = $(wildcard man/*.[157])
translated = $(wildcard man/??/*.[157])
bashdir ?= $(datadir)/bash-completion/completions
zshdir ?= $(datadir)/zsh/site-functions
unitdir ?= $(PREFIX)/lib/systemd/system
sysusersdir ?= $(PREFIX)/lib/sysusers.d
nightly = nightly.conf smo.cron logrotate
units = smo-nightly.service smo-nightly.timer
completed = $(tools) smo-geo smo-nightly

# A page, smo.7 or ru/smo.7, that names the files where they are installed.
install_page = folder=$(DESTDIR)$(mandir)/$$(dirname $$page)/man$${page\#\#*.}; \
	install -d $$folder && sed 's|/usr/local/share/smo|$(datadir)/smo|g' man/$$page \
	>$$folder/$${page\#\#*/} && chmod 644 $$folder/$${page\#\#*/} || exit

install: all
	install -d $(DESTDIR)$(bindir)
	install -m 755 $(programs) $(addprefix scripts/,$(scripts)) $(DESTDIR)$(bindir)
	for file in $(patsubst $(O)/share/smo/%,%,$(rules) $(catalogues)); do \
		install -D -m 644 $(O)/share/smo/$$file $(DESTDIR)$(datadir)/smo/$$file || exit; done
	for page in $(manuals:man/%=%); do $(install_page); done
	for page in $(translated:man/%=%); do $(install_page); done
	install -m 755 scripts/suggest-rules $(DESTDIR)$(datadir)/smo
	install -d $(DESTDIR)$(datadir)/smo/suggest
	install -m 644 $(wildcard scripts/suggest/*.awk) $(DESTDIR)$(datadir)/smo/suggest
	install -d $(addprefix $(DESTDIR),$(datadir)/smo/awk $(datadir)/smo/nightly $(unitdir) $(bashdir) $(zshdir) \
		$(sysusersdir))
	install -m 644 scripts/awk/*.awk $(DESTDIR)$(datadir)/smo/awk
	install -m 644 $(addprefix scripts/nightly/,$(nightly)) $(DESTDIR)$(datadir)/smo/nightly
	for unit in $(units); do sed 's|/usr/bin/|$(bindir)/|g' scripts/nightly/$$unit \
		>$(DESTDIR)$(unitdir)/$$unit || exit; done
	install -m 644 scripts/nightly/smo.sysusers $(DESTDIR)$(sysusersdir)/smo.conf
	install -m 644 scripts/completion/smo.bash $(DESTDIR)$(bashdir)/smo
	for name in $(completed); do ln -sf smo $(DESTDIR)$(bashdir)/$$name || exit; done
	install -m 644 scripts/completion/_smo $(DESTDIR)$(zshdir)/_smo

uninstall:
	cd $(DESTDIR)$(unitdir) 2>/dev/null && rm -f $(units) || :
	rm -f $(DESTDIR)$(sysusersdir)/smo.conf $(DESTDIR)$(zshdir)/_smo
	rm -f $(addprefix $(DESTDIR)$(bashdir)/,smo $(completed))
	for name in $(tools) $(scripts); do rm -f $(DESTDIR)$(bindir)/$$name; done
	for page in $(manuals); do rm -f $(DESTDIR)$(mandir)/man$${page##*.}/$${page##*/}; done
	for page in $(translated:man/%=%); do \
		rm -f $(DESTDIR)$(mandir)/$${page%/*}/man$${page##*.}/$${page##*/}; done
	rm -rf $(DESTDIR)$(datadir)/smo

dist:
	@mkdir -p $(O)
	git archive --prefix=smo-$(VERSION)/ -o $(O)/smo-$(VERSION).tar.gz HEAD

deb: ; +@scripts/make-deb -b $(O) -v $(VERSION)
check-deb: ; +@scripts/check-deb -b $(O) -v $(VERSION)

html: ; +@scripts/make-html -b $(O)

clean: ; rm -rf $(O)

help:
	@echo 'make               build into $(O)/'
	@echo 'make demo          set up, build, and report on a sample log; LOGS=... on your own'
	@echo 'make shots         pictures of the HTML report of the sample, in $(O)/shots/: needs chromium'
	@echo 'make picture       the one in README.md, man/report.png: needs pngquant too'
	@echo 'make check         set up and pass all tests; check-quick without the sanitizers'
	@echo 'make check-corpus  try it on the real logs in SMO_CORPUS'
	@echo 'make lint          formatting, rules of the house, manuals'
	@echo 'make format        lay the sources out by clang-format'
	@echo 'make regen         write tests/golden anew, for review'
	@echo 'make fuzz          a fuzzing campaign with clang: SECONDS_EACH=60 a target'
	@echo 'make bench         time it against zcat: SIZE=1000000 lines; bench-check: is it slower?'
	@echo 'make bench-growth  longer logs, SIZE=10000000 lines, and hostile ones: fails where they cost'
	@echo '                   more than a usual log may'
	@echo 'make bench-bombs   look for urls, referers and agents that the shipped rules are slow at'
	@echo 'make install       DESTDIR= PREFIX=$(PREFIX); uninstall'
	@echo 'make dist          a tar file of what is committed'
	@echo 'make deb           a Debian package, in $(O)/deb/'
	@echo 'make check-deb     install it in a fresh Debian, use it, purge it: needs root and a network'
	@echo 'make html          the manual pages as HTML, in $(O)/html/'
	@echo 'make clean         remove $(O)/'
	@echo 'O=DIR BUILD=release SANITIZE=address,undefined WERROR=1 WITHOUT=isal CC= CFLAGS= are heeded'

always:
.PHONY: all always unit-tests replays fuzzers check check-quick check-corpus lint format regen fuzz \
	demo shots picture bench bench-check bench-growth bench-bombs install uninstall dist deb \
	check-deb html clean help
.DELETE_ON_ERROR:

-include $(lib_objects:.o=.d) $(tool_objects:.o=.d)
