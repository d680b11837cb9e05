@echo off
rem Runs the duestream command from this tree, and builds it on first use.
rem
rem   JAVA_HOME       the Java to use, 17 or newer; else the java of the PATH
rem   DUESTREAM_OPTS  further options for the Java virtual machine, such as -Xmx2g
setlocal

set "DEPLOY=%~dp0"
set "TARGET=%DEPLOY%cli\target"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
    echo duestream: no Java at "%JAVA%"; install Java 17 or newer, or set JAVA_HOME 1>&2
    exit /b 1
)

if exist "%TARGET%\lib\.complete" goto run
echo duestream: first use: building from source, this takes a minute or two 1>&2
pushd "%DEPLOY%.."
call mvnw.cmd -q -pl deploy/cli -am package -DskipTests 1>&2
if errorlevel 1 (
    popd
    echo duestream: the build failed; its messages are above 1>&2
    exit /b 1
)
popd
type nul > "%TARGET%\lib\.complete"

:run
set "FLAGS=-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
if "%~1"=="standalone" set "FLAGS=-Xms128m -Xmx1g -XX:+UseG1GC"
if "%~1"=="tracker" set "FLAGS=-Xms64m -Xmx512m -XX:+UseG1GC"
if "%~1"=="executor" set "FLAGS=-Xms64m -Xmx512m -XX:+UseG1GC"
if "%~1"=="feedback" set "FLAGS=-Xms64m -Xmx512m -XX:+UseG1GC"
if "%~1"=="bench" set "FLAGS=-Xms256m -Xmx1g -XX:+UseG1GC"
if "%~1"=="demo" set "FLAGS=-Xmx512m -XX:+UseSerialGC"

"%JAVA%" %FLAGS% -Dfile.encoding=UTF-8 %DUESTREAM_OPTS% -cp "%TARGET%\classes;%TARGET%\lib\*" io.duestream.cli.Duestream %*
exit /b %ERRORLEVEL%
