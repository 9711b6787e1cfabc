@echo off
rem Install this bundle for whoever runs it: install.bat [DIR]. Without DIR, into the folder briefing at home.
rem Neither a network nor an administrator is needed; what is done stands in install.py.
setlocal
set PYTHON=py -@PYTHON@
%PYTHON% -c "" >nul 2>nul || set PYTHON=python
%PYTHON% "%~dp0install.py" %*
exit /b %errorlevel%
