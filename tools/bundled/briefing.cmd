@echo off
rem Start briefing, with the libraries that came along to set the type, unless others are named.
setlocal
for %%d in ("%~dp0..") do set "here=%%~fd"
if not defined WEASYPRINT_DLL_DIRECTORIES set "WEASYPRINT_DLL_DIRECTORIES=%here%\libraries"
"%here%\venv\Scripts\briefing.exe" %*
exit /b %errorlevel%
