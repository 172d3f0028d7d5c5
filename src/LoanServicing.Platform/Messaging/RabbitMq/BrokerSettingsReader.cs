using System.Globalization;
using System.Security.Cryptography;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>The single values of the section <c>Transport</c>, each refused with what to write instead.</summary>
internal static class BrokerSettingsReader
{
    private const int LongestPrefix = 40;

    public static int Number(IConfiguration transport, string key, int otherwise, int lowest, int highest)
    {
        var text = transport[key];
        return text is null
            ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest
                ? number
                : throw new StartupException($"Transport:{key} is '{text}'; it must be a number from {lowest} to {highest}.");
    }

    /// <summary>The password itself, or the first line of the file that holds it; null when neither is given.</summary>
    public static string? Password(IConfiguration transport)
    {
        var password = StartupSettings.Given(transport["Password"]);
        if (StartupSettings.Given(transport["PasswordFile"]) is not { } file)
        {
            return password;
        }

        if (password is not null)
        {
            throw new StartupException("Transport:Password and Transport:PasswordFile are both given; drop one of them.");
        }

        return StartupSettings.Given(ReadFile("PasswordFile", file, path => File.ReadLines(path).FirstOrDefault()))
            ?? throw new StartupException($"Transport:PasswordFile {file} is empty; write the password into it.");
    }

    public static string Prefix(string prefix) =>
        prefix.Length <= LongestPrefix && prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
            ? prefix
            : throw new StartupException(
                $"Transport:Prefix is '{prefix}'; it may have at most {LongestPrefix} letters, digits, hyphens, points and underscores.");

    /// <summary>Reads a file that a setting names.</summary>
    public static T ReadFile<T>(string key, string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new StartupException($"Transport:{key} {file} cannot be read: {WhyNot(file, cause)}; name another file.");
        }
    }

    private static string WhyNot(string file, Exception cause) => cause switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        _ when Directory.Exists(file) => "it is a folder",
        UnauthorizedAccessException => $"the account {Environment.UserName} may not read it",
        _ => cause.Message.TrimEnd('.'),
    };
}
