using System.Text.Json;
using System.Text.Json.Nodes;

namespace LoanServicing.Host.Tests.BadInput;

/// <summary>JSON values that a field cannot take, by what it takes.</summary>
internal static class WrongValues
{
    private static readonly string[] ForTexts =
        ["5", "true", "{}", "[]", "\"a\\u0000b\"", JsonSerializer.Serialize(new string('x', 5_000))];

    private static readonly string[] ForIntegers = ["\"5\"", "1.5", "1.0", "1e3", "true", "{}", "[1]", "-1", "99999999999999999999"];

    private static readonly string[] ForRials = [.. ForIntegers, "0", "9007199254740993"];

    private static readonly string[] ForFlags = ["\"true\"", "1", "{}"];

    private static readonly string[] ForLists = ["5", "\"x\"", "{}", "[1]", "[[]]"];

    private static readonly string[] ForDates =
        ["5", "true", "\"\\u0000\"", "\"2026-02-30\"", "\"2026-13-01\"", "\"yesterday\"", "\"20261122\"", "\"1405-12-30\""];

    public static IReadOnlyList<string> Of(string field, JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String when IsDate(field) => ForDates,
        JsonValueKind.String => ForTexts,
        JsonValueKind.Number => field.EndsWith("Rials", StringComparison.Ordinal) ? ForRials : ForIntegers,
        JsonValueKind.True or JsonValueKind.False => ForFlags,
        _ => ForLists,
    };

    private static bool IsDate(string field) => field is "date" or "on" or "valueDate" or "signedOn" or "birthDate" or "firstDuePersian";
}
