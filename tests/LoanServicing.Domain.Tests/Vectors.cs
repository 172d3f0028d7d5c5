using System.Text.Json;
using LoanServicing.Domain.Calendar;
using NodaTime;

namespace LoanServicing.Domain.Tests;

/// <summary>The published cases under tests/data/vectors, copied beside the test assembly.</summary>
internal static class Vectors
{
    public static JsonElement Read(string fileName)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "data", "vectors", fileName);
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }

    public static SolarHijriDate Persian(string text) =>
        SolarHijriDate.TryParse(text, out var date) ? date : throw new FormatException($"'{text}' is no Solar Hijri date.");

    public static LocalDate PersianAsIso(string text) => Persian(text).ToIso();

    public static SolarHijriDate Persian(this JsonElement element, string property) => Persian(element.Text(property));

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;

    public static long Long(this JsonElement element, string property) => element.GetProperty(property).GetInt64();

    public static int Int(this JsonElement element, string property) => element.GetProperty(property).GetInt32();
}
