// The modules of Python's standard library, in the normal form of PEP 503: what `sys.stdlib_module_names` says in
// Python 3.10 to 3.13, joined with the submodules of every Python from 2.6 to 3.14 as listed by stdlib-list 0.12.0
// (whose lists come from Python's own documentation and sources). Test packages are left out. 1176 names.

/** Every standard library module name, in normal form. */
export const STDLIB_MODULES: ReadonlySet<string> = new Set(
  `
abc abcoll aepack aetools aetypes aifc aix-support al android-support annotationlib antigravity anydbm apple-support applesingle argparse array ast
ast-unparse asynchat asyncio asyncio-base-events asyncio-base-futures asyncio-base-subprocess asyncio-base-tasks asyncio-compat asyncio-constants
asyncio-coroutines asyncio-events asyncio-exceptions asyncio-format-helpers asyncio-futures asyncio-graph asyncio-locks asyncio-log asyncio-main
asyncio-mixins asyncio-proactor-events asyncio-protocols asyncio-queues asyncio-runners asyncio-selector-events asyncio-sslproto asyncio-staggered
asyncio-streams asyncio-subprocess asyncio-taskgroups asyncio-tasks asyncio-threads asyncio-timeouts asyncio-tools asyncio-transports asyncio-trsock
asyncio-unix-events asyncio-windows-events asyncio-windows-utils asyncore atexit audiodev audioop autogil base64 basehttpserver bastion bdb binascii
binhex bisect blake2 bootlocale bootsubprocess bsddb bsddb-db bsddb-dbobj bsddb-dbrecio bsddb-dbshelve bsddb-dbtables bsddb-dbutils buildtools builtin
builtins bz2 calendar canvas carbon carbon-ae carbon-ah carbon-app carbon-appearance carbon-carbonevents carbon-carbonevt carbon-cf carbon-cg
carbon-cm carbon-components carbon-controlaccessor carbon-controls carbon-corefounation carbon-coregraphics carbon-ctl carbon-dialogs carbon-dlg
carbon-drag carbon-dragconst carbon-events carbon-evt carbon-file carbon-files carbon-fm carbon-folder carbon-folders carbon-fonts carbon-help
carbon-ibcarbon carbon-ibcarbonruntime carbon-icns carbon-icons carbon-launch carbon-launchservices carbon-list carbon-lists carbon-machelp
carbon-mediadescr carbon-menu carbon-menus carbon-mlte carbon-osa carbon-osaconst carbon-qd carbon-qdoffs carbon-qdoffscreen carbon-qt
carbon-quickdraw carbon-quicktime carbon-res carbon-resources carbon-scrap carbon-snd carbon-sound carbon-te carbon-textedit carbon-win carbon-windows
cd cfmfile cgi cgihttpserver cgitb chunk cmath cmd code codecs codecs-cn codecs-hk codecs-iso2022 codecs-jp codecs-kr codecs-tw codeop collections
collections-abc collections-main colorize colorpicker colorsys commands compat-pickle compileall compiler compiler-ast compiler-consts compiler-future
compiler-misc compiler-pyassem compiler-pycodegen compiler-symbols compiler-syntax compiler-transformer compiler-visitor compression compression-bz2
compression-common compression-common-streams compression-gzip compression-lzma compression-zlib compression-zstd compression-zstd-zstdfile concurrent
concurrent-futures concurrent-futures-base concurrent-futures-interpreter concurrent-futures-process concurrent-futures-thread concurrent-interpreters
concurrent-interpreters-crossinterp concurrent-interpreters-queues configparser contextlib contextvars cookie cookielib copy copy-reg copyreg cpickle
cprofile crypt cstringio csv ctypes ctypes-aix ctypes-endian ctypes-layout ctypes-macholib ctypes-macholib-dyld ctypes-macholib-dylib
ctypes-macholib-framework ctypes-test ctypes-util ctypes-wintypes curses curses-ascii curses-has-key curses-panel curses-textpad curses-wrapper
dataclasses datetime dbhash dbm dbm-dumb dbm-gnu dbm-ndbm dbm-sqlite3 decimal device dialog difflib dircache dis distutils distutils-archive-util
distutils-bcppcompiler distutils-ccompiler distutils-cmd distutils-collections distutils-command distutils-command-bdist distutils-command-bdist-dumb
distutils-command-bdist-msi distutils-command-bdist-packager distutils-command-bdist-rpm distutils-command-bdist-wininst distutils-command-build
distutils-command-build-clib distutils-command-build-ext distutils-command-build-py distutils-command-build-scripts distutils-command-check
distutils-command-clean distutils-command-config distutils-command-framework-compat distutils-command-install distutils-command-install-data
distutils-command-install-egg-info distutils-command-install-headers distutils-command-install-lib distutils-command-install-scripts
distutils-command-py37compat distutils-command-register distutils-command-sdist distutils-command-upload distutils-config distutils-core
distutils-cygwinccompiler distutils-debug distutils-dep-util distutils-dir-util distutils-dist distutils-emxccompiler distutils-errors
distutils-extension distutils-fancy-getopt distutils-file-util distutils-filelist distutils-functools distutils-log distutils-macos-compat
distutils-msvc9compiler distutils-msvccompiler distutils-mwerkscompiler distutils-py38compat distutils-py39compat distutils-spawn distutils-sysconfig
distutils-text-file distutils-unixccompiler distutils-util distutils-version distutils-versionpredicate dl doctest docxmlrpcserver dumbdbm
dummy-thread dummy-threading easydialogs elementtree email email-base64mime email-charset email-contentmanager email-encoded-words email-encoders
email-errors email-feedparser email-generator email-header email-header-value-parser email-headerregistry email-iterators email-message email-mime
email-mime-application email-mime-audio email-mime-base email-mime-image email-mime-message email-mime-multipart email-mime-nonmultipart
email-mime-text email-parseaddr email-parser email-policy email-policybase email-quoprimime email-utils encodings encodings-aliases encodings-ascii
encodings-base64-codec encodings-big5 encodings-big5hkscs encodings-builtin encodings-bz2-codec encodings-charmap encodings-codecs encodings-cp037
encodings-cp1006 encodings-cp1026 encodings-cp1125 encodings-cp1140 encodings-cp1250 encodings-cp1251 encodings-cp1252 encodings-cp1253
encodings-cp1254 encodings-cp1255 encodings-cp1256 encodings-cp1257 encodings-cp1258 encodings-cp273 encodings-cp424 encodings-cp437 encodings-cp500
encodings-cp65001 encodings-cp720 encodings-cp737 encodings-cp775 encodings-cp850 encodings-cp852 encodings-cp855 encodings-cp856 encodings-cp857
encodings-cp858 encodings-cp860 encodings-cp861 encodings-cp862 encodings-cp863 encodings-cp864 encodings-cp865 encodings-cp866 encodings-cp869
encodings-cp874 encodings-cp875 encodings-cp932 encodings-cp949 encodings-cp950 encodings-encodings encodings-euc-jis-2004 encodings-euc-jisx0213
encodings-euc-jp encodings-euc-kr encodings-gb18030 encodings-gb2312 encodings-gbk encodings-hex-codec encodings-hp-roman8 encodings-hz encodings-idna
encodings-iso2022-jp encodings-iso2022-jp-1 encodings-iso2022-jp-2 encodings-iso2022-jp-2004 encodings-iso2022-jp-3 encodings-iso2022-jp-ext
encodings-iso2022-kr encodings-iso8859-1 encodings-iso8859-10 encodings-iso8859-11 encodings-iso8859-13 encodings-iso8859-14 encodings-iso8859-15
encodings-iso8859-16 encodings-iso8859-2 encodings-iso8859-3 encodings-iso8859-4 encodings-iso8859-5 encodings-iso8859-6 encodings-iso8859-7
encodings-iso8859-8 encodings-iso8859-9 encodings-johab encodings-koi8-r encodings-koi8-t encodings-koi8-u encodings-kz1048 encodings-latin-1
encodings-mac-arabic encodings-mac-centeuro encodings-mac-croatian encodings-mac-cyrillic encodings-mac-farsi encodings-mac-greek
encodings-mac-iceland encodings-mac-latin2 encodings-mac-roman encodings-mac-romanian encodings-mac-turkish encodings-mbcs encodings-oem
encodings-palmos encodings-ptcp154 encodings-punycode encodings-quopri-codec encodings-raw-unicode-escape encodings-rot-13 encodings-shift-jis
encodings-shift-jis-2004 encodings-shift-jisx0213 encodings-string-escape encodings-tis-620 encodings-undefined encodings-unicode-escape
encodings-unicode-internal encodings-utf-16 encodings-utf-16-be encodings-utf-16-le encodings-utf-32 encodings-utf-32-be encodings-utf-32-le
encodings-utf-7 encodings-utf-8 encodings-utf-8-sig encodings-uu-codec encodings-win-cp-codecs encodings-zlib-codec ensurepip ensurepip-bundled
ensurepip-main ensurepip-uninstall enum errno exceptions faulthandler fcntl filecmp filedialog fileinput findertools fixtk fl flp fm fnmatch formatter
fpectl fpformat fractions framework frozen-importlib frozen-importlib-external ftplib functools future future-builtins gc gdbm genericpath
gensuitemodule getopt getpass gettext gl glob graphlib grp gzip hashlib heapq hmac hotshot hotshot-log hotshot-stats hotshot-stones html html-entities
html-parser htmlentitydefs htmllib htmlparser http http-client http-cookiejar http-cookies http-server httplib ic icopen idlelib idlelib-aboutdialog
idlelib-autocomplete idlelib-autocomplete-w idlelib-autocompletewindow idlelib-autoexpand idlelib-bindings idlelib-browser idlelib-calltip
idlelib-calltip-w idlelib-calltips idlelib-calltipwindow idlelib-classbrowser idlelib-codecontext idlelib-colordelegator idlelib-colorizer
idlelib-config idlelib-config-key idlelib-configdialog idlelib-confighandler idlelib-confighelpsourceedit idlelib-configsectionnamedialog
idlelib-debugger idlelib-debugger-r idlelib-debugobj idlelib-debugobj-r idlelib-delegator idlelib-dynoption idlelib-dynoptionmenuwidget idlelib-editor
idlelib-editorwindow idlelib-filelist idlelib-format idlelib-formatparagraph idlelib-grep idlelib-grepdialog idlelib-help idlelib-help-about
idlelib-history idlelib-hyperparser idlelib-idle idlelib-idle-test idlelib-idle-test-htest idlelib-idle-test-mock-idle idlelib-idle-test-mock-tk
idlelib-idle-test-template idlelib-idle-test-tkinter-testing-utils idlelib-idlehistory idlelib-idlever idlelib-iobinding idlelib-iomenu
idlelib-keybindingdialog idlelib-macosx idlelib-macosxsupport idlelib-main idlelib-mainmenu idlelib-multicall idlelib-multistatusbar
idlelib-objectbrowser idlelib-outputwindow idlelib-outwin idlelib-paragraph idlelib-parenmatch idlelib-pathbrowser idlelib-percolator idlelib-pyclbr
idlelib-pyparse idlelib-pyshell idlelib-query idlelib-redirector idlelib-remotedebugger idlelib-remoteobjectbrowser idlelib-replace
idlelib-replacedialog idlelib-rpc idlelib-rstrip idlelib-rstripextension idlelib-run idlelib-runscript idlelib-scriptbinding idlelib-scrolledlist
idlelib-search idlelib-searchbase idlelib-searchdialog idlelib-searchdialogbase idlelib-searchengine idlelib-sidebar idlelib-squeezer
idlelib-stackviewer idlelib-statusbar idlelib-tabbedpages idlelib-textview idlelib-tooltip idlelib-tree idlelib-treewidget idlelib-undo
idlelib-undodelegator idlelib-util idlelib-widgetredirector idlelib-window idlelib-windowlist idlelib-zoomheight idlelib-zzdummy ihooks imageop
imaplib imgfile imghdr imp importlib importlib-abc importlib-adapters importlib-bootstrap importlib-bootstrap-external importlib-common
importlib-machinery importlib-metadata importlib-metadata-adapters importlib-metadata-collections importlib-metadata-diagnose
importlib-metadata-functools importlib-metadata-itertools importlib-metadata-meta importlib-metadata-text importlib-readers importlib-resources
importlib-resources-abc importlib-resources-adapters importlib-resources-common importlib-resources-functional importlib-resources-itertools
importlib-resources-legacy importlib-resources-readers importlib-resources-simple importlib-simple importlib-util imputil inspect interpchannels
interpqueues interpreters io ios-support ipaddress itertools jpeg json json-decoder json-encoder json-json json-main json-re json-scanner json-struct
json-sys json-tool keyword lib lib-libpython3 lib2to3 lib2to3-btm-matcher lib2to3-btm-utils lib2to3-fixer-base lib2to3-fixer-util lib2to3-fixes
lib2to3-fixes-fix-apply lib2to3-fixes-fix-asserts lib2to3-fixes-fix-basestring lib2to3-fixes-fix-buffer lib2to3-fixes-fix-callable
lib2to3-fixes-fix-dict lib2to3-fixes-fix-except lib2to3-fixes-fix-exec lib2to3-fixes-fix-execfile lib2to3-fixes-fix-exitfunc lib2to3-fixes-fix-filter
lib2to3-fixes-fix-funcattrs lib2to3-fixes-fix-future lib2to3-fixes-fix-getcwdu lib2to3-fixes-fix-has-key lib2to3-fixes-fix-idioms
lib2to3-fixes-fix-import lib2to3-fixes-fix-imports lib2to3-fixes-fix-imports2 lib2to3-fixes-fix-input lib2to3-fixes-fix-intern
lib2to3-fixes-fix-isinstance lib2to3-fixes-fix-itertools lib2to3-fixes-fix-itertools-imports lib2to3-fixes-fix-long lib2to3-fixes-fix-map
lib2to3-fixes-fix-metaclass lib2to3-fixes-fix-methodattrs lib2to3-fixes-fix-ne lib2to3-fixes-fix-next lib2to3-fixes-fix-nonzero
lib2to3-fixes-fix-numliterals lib2to3-fixes-fix-operator lib2to3-fixes-fix-paren lib2to3-fixes-fix-print lib2to3-fixes-fix-raise
lib2to3-fixes-fix-raw-input lib2to3-fixes-fix-reduce lib2to3-fixes-fix-reload lib2to3-fixes-fix-renames lib2to3-fixes-fix-repr
lib2to3-fixes-fix-set-literal lib2to3-fixes-fix-standarderror lib2to3-fixes-fix-sys-exc lib2to3-fixes-fix-throw lib2to3-fixes-fix-tuple-params
lib2to3-fixes-fix-types lib2to3-fixes-fix-unicode lib2to3-fixes-fix-urllib lib2to3-fixes-fix-ws-comma lib2to3-fixes-fix-xrange
lib2to3-fixes-fix-xreadlines lib2to3-fixes-fix-zip lib2to3-main lib2to3-patcomp lib2to3-pgen2 lib2to3-pgen2-conv lib2to3-pgen2-driver
lib2to3-pgen2-grammar lib2to3-pgen2-literals lib2to3-pgen2-parse lib2to3-pgen2-pgen lib2to3-pgen2-token lib2to3-pgen2-tokenize lib2to3-pygram
lib2to3-pytree lib2to3-refactor linecache linuxaudiodev locale logging logging-config logging-handlers lsprof lwpcookiejar lzma macerrors macos
macostools macpath macresource macurl2path mailbox mailcap main markupbase marshal math md5 mhlib mimetools mimetypes mimewriter mimify miniaeframe
mmap modulefinder mozillacookiejar msi msilib msvcrt multibytecodec multifile multiprocessing multiprocessing-connection multiprocessing-context
multiprocessing-dummy multiprocessing-dummy-connection multiprocessing-forking multiprocessing-forkserver multiprocessing-heap
multiprocessing-managers multiprocessing-pool multiprocessing-popen-fork multiprocessing-popen-forkserver multiprocessing-popen-spawn-posix
multiprocessing-popen-spawn-win32 multiprocessing-process multiprocessing-queues multiprocessing-reduction multiprocessing-resource-sharer
multiprocessing-resource-tracker multiprocessing-semaphore-tracker multiprocessing-shared-memory multiprocessing-sharedctypes multiprocessing-spawn
multiprocessing-synchronize multiprocessing-util mutex nav netrc new nis nntplib nt ntpath nturl2path numbers opcode opcode-metadata operator optparse
os os-path os2emxpath ossaudiodev osx-support overlapped parser pathlib pathlib-abc pathlib-local pathlib-os pathlib-types pdb peg-parser phello
phello-foo pickle pickletools pipes pixmapwrapper pkgutil platform plistlib popen2 poplib posix posixfile posixpath posixshmem posixsubprocess pprint
profile pstats pty pwd py-abc py-compile py-warnings pyclbr pydatetime pydecimal pydoc pydoc-data pydoc-data-topics pyexpat pyexpat-errors
pyexpat-model pyio pylong pyrepl pyrepl-base-eventqueue pyrepl-commands pyrepl-completing-reader pyrepl-console pyrepl-curses pyrepl-fancy-termios
pyrepl-historical-reader pyrepl-input pyrepl-keymap pyrepl-main pyrepl-minimal-curses pyrepl-module-completer pyrepl-pager pyrepl-reader
pyrepl-readline pyrepl-simple-interact pyrepl-terminfo pyrepl-threading-handler pyrepl-trace pyrepl-types pyrepl-unix-console pyrepl-unix-eventqueue
pyrepl-utils pyrepl-windows-console pyrepl-windows-eventqueue queue quopri random re re-casefix re-compiler re-constants re-parser readline
remote-debugging repr reprlib resource rexec rfc822 rlcompleter robotparser runpy sched scproxy scrolledtext secrets select selectors sets sgmllib sha
sha1 sha2 sha256 sha3 sha512 shelve shlex shutil signal simpledialog simplehttpserver simplexmlrpcserver site sitebuiltins smtpd smtplib sndhdr socket
socketserver spwd sqlite3 sqlite3-dbapi2 sqlite3-dump sqlite3-main sre sre-compile sre-constants sre-parse ssl stat statistics statvfs string
string-templatelib stringio stringold stringprep strop strptime struct subprocess suggestions sunau sunaudio sunaudiodev symbol symtable sys sysconfig
sysconfig-main sysconfigdata sysconfigdata-x86-64-conda-cos6-linux-gnu sysconfigdata-x86-64-conda-linux-gnu syslog tabnanny tarfile telnetlib tempfile
termios test testbuffer testcapi testimportmultiple testinternalcapi testmultiphase textwrap this thread threading threading-local time timeit tix
tkcolorchooser tkcommondialog tkconstants tkdnd tkfiledialog tkfont tkinter tkinter-colorchooser tkinter-commondialog tkinter-constants tkinter-dialog
tkinter-dnd tkinter-filedialog tkinter-fix tkinter-font tkinter-main tkinter-messagebox tkinter-scrolledtext tkinter-simpledialog tkinter-tix
tkinter-ttk tkmessagebox tksimpledialog toaiff token tokenize tomllib tomllib-parser tomllib-re tomllib-types trace traceback tracemalloc ttk tty
turtle turtledemo turtledemo-bytedesign turtledemo-chaos turtledemo-clock turtledemo-colormixer turtledemo-forest turtledemo-fractalcurves
turtledemo-lindenmayer turtledemo-main turtledemo-minimal-hanoi turtledemo-nim turtledemo-paint turtledemo-peace turtledemo-penrose
turtledemo-planet-and-moon turtledemo-rosette turtledemo-round-dance turtledemo-sorting-animate turtledemo-tree turtledemo-two-canvases
turtledemo-wikipedia turtledemo-yinyang types typing typing-io typing-re unicodedata unittest unittest-async-case unittest-case unittest-loader
unittest-log unittest-main unittest-mock unittest-result unittest-runner unittest-signals unittest-suite unittest-util urllib urllib-error
urllib-parse urllib-request urllib-response urllib-robotparser urllib2 urlparse user userdict userlist userstring uu uuid venv venv-main videoreader w
warnings wave weakref weakrefset webbrowser whichdb winapi winreg winsound wmi wsgiref wsgiref-handlers wsgiref-headers wsgiref-simple-server
wsgiref-types wsgiref-util wsgiref-validate xdrlib xml xml-dom xml-dom-domreg xml-dom-expatbuilder xml-dom-minicompat xml-dom-minidom
xml-dom-nodefilter xml-dom-pulldom xml-dom-xmlbuilder xml-etree xml-etree-celementtree xml-etree-elementinclude xml-etree-elementpath
xml-etree-elementtree xml-parsers xml-parsers-expat xml-parsers-expat-errors xml-parsers-expat-errors-dom xml-parsers-expat-errors-etree
xml-parsers-expat-errors-parsers xml-parsers-expat-errors-sax xml-parsers-expat-model xml-parsers-expat-model-dom xml-parsers-expat-model-etree
xml-parsers-expat-model-parsers xml-parsers-expat-model-sax xml-sax xml-sax-exceptions xml-sax-expatreader xml-sax-handler xml-sax-saxutils
xml-sax-xmlreader xmllib xmlrpc xmlrpc-client xmlrpc-server xmlrpclib xxlimited xxsubinterpreters xxsubtype xxtestfuzz zipapp zipfile zipfile-main
zipfile-path zipfile-path-glob zipimport zlib zoneinfo zoneinfo-common zoneinfo-tzpath zoneinfo-zoneinfo zstd
`
    .trim()
    .split(/\s+/),
)
