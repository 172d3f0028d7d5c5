using System.Globalization;

namespace LoanServicing.Intake.Tests;

/// <summary>Requests that are accepted, each for a person of its own.</summary>
internal static class Bodies
{
    public const string Iban = "IR040590000000000000000001";
    public const string AnotherIban = "IR740590000000001234567890";

    private static int _lastPerson = 100_000_000;

    /// <summary>A national id that no other test uses.</summary>
    public static string NewNationalId()
    {
        var nine = Interlocked.Increment(ref _lastPerson).ToString(CultureInfo.InvariantCulture);
        var sum = nine.Select((digit, i) => (digit - '0') * (10 - i)).Sum() % 11;
        return nine + (sum < 2 ? sum : 11 - sum).ToString(CultureInfo.InvariantCulture);
    }

    public static Dictionary<string, object?> Application(string? nationalId = null, long amount = 380_000_000, string county = "Rabor") => new()
    {
        ["nationalId"] = nationalId ?? NewNationalId(),
        ["firstName"] = "رضا",
        ["lastName"] = "سالاری",
        ["birthDate"] = "1370/04/08",
        ["mobile"] = "09459209971",
        ["postalCode"] = "8618167305",
        ["iban"] = Iban,
        ["province"] = "Kerman",
        ["county"] = county,
        ["rural"] = true,
        ["incomeDecile"] = 3,
        ["priorSupport"] = "none",
        ["skillProof"] = "TVTO-0034555",
        ["medicalReferral"] = "",
        ["buildingPermit"] = "",
        ["tranche"] = "employment",
        ["purpose"] = "home business",
        ["amountRials"] = amount,
        ["installments"] = 24,
        ["jobs"] = 1,
    };

    public static Dictionary<string, object?> With(this Dictionary<string, object?> body, string field, object? value) => new(body) { [field] = value };

    public static Dictionary<string, object?> Contract(string number) => new()
    {
        ["contractNumber"] = number,
        ["signedOn"] = "2026-11-22",
        ["dueDay"] = 15,
        ["graceMonths"] = 2,
        ["collateral"] = new[] { new { kind = "promissory-note", number = "SFT-" + number, amountRials = 437_000_000L } },
        ["guarantors"] = new[] { new { nationalId = NewNationalId(), fullName = "لیلا کرمانی", mobile = "+989122002580" } },
    };
}
