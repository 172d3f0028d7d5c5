using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace LoanServicing.Host.Tests.Support;

/// <summary>Applicants of these tests: valid, eligible for employment, and no two alike.</summary>
internal static class People
{
    private const string SinaBank = "059";

    private static int _serial;

    /// <summary>The body of an application that no rule refuses or refers.</summary>
    public static JsonObject Application(long amountRials = 400_000_000, int installments = 24, string county = "Rabor")
    {
        var serial = Interlocked.Increment(ref _serial);
        return new JsonObject
        {
            ["externalRef"] = $"T-{serial:D6}",
            ["nationalId"] = NationalId(serial),
            ["firstName"] = "رضا",
            ["lastName"] = "سالاری",
            ["birthDate"] = "1370/04/08",
            ["mobile"] = "09459209971",
            ["postalCode"] = "7618815676",
            ["iban"] = Iban(serial),
            ["province"] = "Kerman",
            ["county"] = county,
            ["rural"] = true,
            ["incomeDecile"] = 3,
            ["priorSupport"] = "none",
            ["skillProof"] = $"TVTO-{serial:D7}",
            ["tranche"] = "employment",
            ["purpose"] = "home business",
            ["amountRials"] = amountRials,
            ["installments"] = installments,
            ["jobs"] = 1,
        };
    }

    /// <summary>The same application with some fields replaced.</summary>
    public static JsonObject With(this JsonObject application, string field, JsonNode? value)
    {
        application[field] = value;
        return application;
    }

    /// <summary>Another valid account at the bank.</summary>
    public static string NewIban() => Iban(Interlocked.Increment(ref _serial));

    public static string NewNationalId() => NationalId(Interlocked.Increment(ref _serial));

    private static string NationalId(int serial)
    {
        var digits = (298_000_000 + serial).ToString("D9", CultureInfo.InvariantCulture);
        var remainder = digits.Select((digit, index) => (digit - '0') * (10 - index)).Sum() % 11;
        return $"{digits}{(remainder < 2 ? remainder : 11 - remainder)}";
    }

    private static string Iban(int serial)
    {
        var bban = $"{SinaBank}{serial:D19}";
        var check = 98 - (int)(BigInteger.Parse(bban + "182700", CultureInfo.InvariantCulture) % 97);
        return $"IR{check:D2}{bban}";
    }
}
