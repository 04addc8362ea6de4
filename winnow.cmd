@echo off
rem Starts Winnow; builds it first when the jar is missing. Needs a JDK 17 or newer and nothing else.
setlocal
set "here=%~dp0"
set "jar=%here%target\winnow.jar"
if defined JAVA_HOME (set "java=%JAVA_HOME%\bin\java.exe") else (set "java=java")
if not exist "%jar%" (
  echo winnow: building, the first time also downloads the libraries... 1>&2
  pushd "%here%"
  call mvnw.cmd -q -B -DskipTests package || exit /b 1
  popd
)
if not defined WINNOW_HOME set "WINNOW_HOME=%USERPROFILE%\.winnow"
if not defined WINNOW_CACHE set "WINNOW_CACHE=%WINNOW_HOME%\cache"
if not defined WINNOW_HEAP set "WINNOW_HEAP=3g"
set "flags="
for /f "tokens=3" %%v in ('"%java%" -version 2^>^&1 ^| findstr /i "version"') do set "version=%%~v"
for /f "tokens=1 delims=." %%v in ("%version%") do if %%v GEQ 24 set "flags=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
"%java%" -Xmx%WINNOW_HEAP% -Djava.awt.headless=true -Dwinnow.cache="%WINNOW_CACHE%" -Dorg.bytedeco.javacpp.cachedir="%WINNOW_CACHE%\javacpp" -Dorg.bytedeco.javacpp.maxphysicalbytes=8g %flags% -jar "%jar%" %*
