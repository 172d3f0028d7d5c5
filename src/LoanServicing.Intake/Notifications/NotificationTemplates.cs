using System.Text.Json;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Intake.Notifications;

/// <summary>The keys of the texts.</summary>
internal static class TemplateKeys
{
    public const string Submitted = "submitted";
    public const string Approved = "decided.approved";
    public const string Rejected = "decided.rejected";
    public const string Returned = "decided.returned";
    public const string Ineligible = "decided.ineligible";
    public const string PaidOut = "paid-out";
    public const string DueSoon = "due-soon";
    public const string Overdue = "overdue";
    public const string OverdueToGuarantor = "overdue.guarantor";
    public const string Received = "received";
    public const string Settled = "settled";
}

/// <summary>Every text in Persian and English, from the file embedded here or the one that <c>Notifications:Templates</c> names, which has all of them too.</summary>
internal sealed class NotificationTemplates
{
    /// <summary>Of a rendered text, in UTF-16 units; a gateway cuts it into messages.</summary>
    public const int LongestText = 500;

    private const string Embedded = "notification-templates.json";
    private const string Persian = "fa";
    private const string English = "en";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The places that a text may have, each with a value as long as any.</summary>
    private static readonly Dictionary<string, Dictionary<string, object>> Known = new()
    {
        [TemplateKeys.Submitted] = Of("name", "code"),
        [TemplateKeys.Approved] = Of("name", "code", "amount", "installments"),
        [TemplateKeys.Rejected] = Of("name", "code"),
        [TemplateKeys.Returned] = Of("name", "code"),
        [TemplateKeys.Ineligible] = Of("name", "code"),
        [TemplateKeys.PaidOut] = Of("name", "code", "amount", "valueDate", "firstDue"),
        [TemplateKeys.DueSoon] = Of("name", "code", "number", "amount", "dueDate"),
        [TemplateKeys.Overdue] = Of("name", "code", "oldestDue", "days", "months", "matured"),
        [TemplateKeys.OverdueToGuarantor] = Of("code", "branch", "matured"),
        [TemplateKeys.Received] = Of("name", "code", "amount", "valueDate"),
        [TemplateKeys.Settled] = Of("name", "code", "settledOn"),
    };

    private readonly Dictionary<(string Key, bool Persian), NotificationTemplate> _texts = [];

    private NotificationTemplates()
    {
    }

    /// <param name="file">Null for the texts embedded here.</param>
    /// <exception cref="StartupException">The file cannot be read, or a text is missing, unknown or unusable; every reason is given.</exception>
    public static NotificationTemplates Load(string? file)
    {
        var source = file is null ? "The embedded texts of notifications" : $"Notifications:Templates {file}";
        try
        {
            using var document = JsonDocument.Parse(file is null ? ReadEmbedded() : File.ReadAllText(file), Strict);
            var templates = new NotificationTemplates();
            var problems = document.RootElement.ValueKind == JsonValueKind.Object
                ? templates.Read(document.RootElement)
                : ["They are no JSON object."];
            return problems.Count == 0 ? templates : throw new StartupException($"{source} cannot be used: {string.Join(" ", problems)}");
        }
        catch (JsonException cause)
        {
            throw new StartupException($"{source} cannot be read: {cause.Message}");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartupException($"{source} cannot be read: {cause.Message}");
        }
    }

    /// <summary>One line of at most <see cref="LongestText"/>.</summary>
    public string Render(Notice notice, bool persian) => _texts[(notice.Template, persian)].Render(notice.Values, persian);

    private List<string> Read(JsonElement root)
    {
        var problems = root.EnumerateObject().Where(text => !Known.ContainsKey(text.Name)).Select(text => $"{text.Name} is no text of ours.").ToList();
        foreach (var (key, places) in Known)
        {
            if (!root.TryGetProperty(key, out var texts) || texts.ValueKind != JsonValueKind.Object)
            {
                problems.Add($"{key} is missing.");
                continue;
            }

            problems.AddRange(texts.EnumerateObject().Where(text => text.Name is not (Persian or English)).Select(text => $"{key} has {text.Name}, which is neither fa nor en."));
            problems.AddRange(((string[])[Persian, English]).Select(language => Take(key, language, texts, places)).OfType<string>());
        }

        return problems;
    }

    /// <returns>What is wrong with it; null where it is taken.</returns>
    private string? Take(string key, string language, JsonElement texts, Dictionary<string, object> places)
    {
        var text = texts.TryGetProperty(language, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (string.IsNullOrWhiteSpace(text))
        {
            return $"{key} has no text in {language}.";
        }

        if (text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029'))
        {
            return $"{key} in {language} is more than one line, or has a control character.";
        }

        if (NotificationTemplate.Parse(text) is not { } template)
        {
            return $"{key} in {language} has a brace without its pair.";
        }

        if (template.Places.FirstOrDefault(place => !places.ContainsKey(place)) is { } unknown)
        {
            return $"{key} in {language} has {{{unknown}}}; it may have {string.Join(", ", places.Keys.Select(place => $"{{{place}}}"))}.";
        }

        var isPersian = language == Persian;
        _texts[(key, isPersian)] = template;
        var longest = template.Render(places, isPersian).Length;
        return longest <= LongestText ? null : $"{key} in {language} may come to {longest} characters; at most {LongestText} are sent.";
    }

    private static Dictionary<string, object> Of(params string[] places) => places.ToDictionary(place => place, place => place switch
    {
        "name" or "branch" => new string('W', NotificationWords.LongestName),
        "code" => TrackingCode.FromSerial(TrackingCode.FirstSerial),
        "amount" or "matured" => new Rials(long.MinValue),
        "number" or "installments" or "days" or "months" => int.MinValue,
        _ => (object)new LocalDate(2026, 3, 21),
    });

    private static string ReadEmbedded()
    {
        using var reader = new StreamReader(typeof(NotificationTemplates).Assembly.GetManifestResourceStream(Embedded)!);
        return reader.ReadToEnd();
    }
}
