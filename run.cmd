@echo off
rem The same as ./run, for Windows: run.cmd, run.cmd ARGS, run.cmd test
where /q py && (py -3 -I "%~dp0packaging\bootstrap.py" %* & exit /b)
where /q python && (python -I "%~dp0packaging\bootstrap.py" %* & exit /b)
echo Satchel needs Python 3.11 or newer, and none was found; nothing was changed. 1>&2
exit /b 5
