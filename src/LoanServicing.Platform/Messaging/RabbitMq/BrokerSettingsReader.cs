using System.Globalization;
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
        if (Given(transport["PasswordFile"]) is not { } file)
        {
            return Given(transport["Password"]);
        }

        return Given(ReadFile("PasswordFile", file, path => File.ReadLines(path).FirstOrDefault())) ?? throw new StartupException($"Transport:PasswordFile {file} is empty; write the password into it.");
    }

    /// <summary>Null for what is empty: a variable that was never filled is no setting.</summary>
    public static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

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
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            throw new StartupException($"Transport:{key} {file} cannot be read: {cause.Message.TrimEnd('.')}; name another file.");
        }
    }
}
