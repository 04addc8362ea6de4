@echo off
rem Starts Winnow; builds it first when the jar is missing. Needs a JDK 17 or newer and nothing else.
setlocal
set "here=%~dp0"
set "jar=%here%target\winnow.jar"
set "java=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
set "version="
rem A command that began with a quote would lose it, and its last one, in here: hence the call.
for /f "tokens=2,3" %%a in ('call "%java%" -version 2^>^&1') do if "%%a"=="version" if not defined version set "version=%%~b"
if not defined version (
  echo winnow: no Java found. Install a JDK 17 or newer and set JAVA_HOME, or put its bin folder on PATH. 1>&2
  exit /b 1
)
for /f "tokens=1 delims=.-+" %%v in ("%version%") do set "version=%%v"
if %version% LSS 17 (
  echo winnow: Java %version% found, 17 or newer is needed. 1>&2
  exit /b 1
)
if not exist "%jar%" (
  echo winnow: building, the first time also downloads the libraries... 1>&2
  pushd "%here%"
  call mvnw.cmd -q -B -Dmaven.test.skip=true package || exit /b 1
  popd
)
if not defined WINNOW_HOME set "WINNOW_HOME=%USERPROFILE%\.winnow"
if not defined WINNOW_CACHE set "WINNOW_CACHE=%WINNOW_HOME%\cache"
if not defined WINNOW_HEAP set "WINNOW_HEAP=3g"
set "flags="
if %version% GEQ 24 set "flags=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
"%java%" -Xmx%WINNOW_HEAP% -Djava.awt.headless=true -Dwinnow.cache="%WINNOW_CACHE%" -Dorg.bytedeco.javacpp.cachedir="%WINNOW_CACHE%\javacpp" -Dorg.bytedeco.javacpp.maxphysicalbytes=8g %flags% -jar "%jar%" %*
