using System.Text.Json.Nodes;
using LoanServicing.Domain.Money;
using LoanServicing.Intake.Notifications;
using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Intake.Tests;

public sealed class NotificationTemplateTests
{
    private static readonly Dictionary<string, object> Values = new()
    {
        ["name"] = "Reza Salari",
        ["code"] = Domain.Applications.TrackingCode.FromSerial(48_219_073),
        ["amount"] = new Rials(1_234_567),
        ["valueDate"] = new LocalDate(2026, 11, 22),
    };

    [Fact]
    public void The_embedded_texts_say_it_in_both_languages()
    {
        var templates = NotificationTemplates.Load(null);
        var notice = new Notice("received", TemplateKeys.Received, "", Values);

        Assert.Equal(
            "Dear Reza Salari, 1,234,567 rial was received for your loan with value date 1405/09/01. Tracking code " + Values["code"] + ".",
            templates.Render(notice, persian: false));
        Assert.StartsWith("Reza Salari گرامی، ۱٬۲۳۴٬۵۶۷ ریال بابت وام شما با تاریخ ۱۴۰۵/۰۹/۰۱ دریافت شد.", templates.Render(notice, persian: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb\u2028c\u202Ed", "a b cd")]
    [InlineData("{code}", "{code}")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890", "01234567890123456789012345678901234567890123456789012345678…")]
    public void A_name_stays_one_short_line_and_is_never_read_as_a_place(string name, string expected)
    {
        var template = NotificationTemplate.Parse("{name}")!;

        Assert.Equal(expected, template.Render(new Dictionary<string, object> { ["name"] = name }, persian: true));
    }

    [Fact]
    public void A_long_name_is_not_cut_within_a_character() =>
        Assert.Equal(new string('a', 58) + "…", NotificationWords.Of(new string('a', 58) + "😀😀", persian: false));

    [Fact]
    public void A_day_that_the_calendar_does_not_cover_is_written_as_it_is() =>
        Assert.Equal("0999/01/01", NotificationWords.Of(new LocalDate(999, 1, 1), persian: false));

    [Theory]
    [InlineData("{\"fa\":\"{amount}\",\"en\":\"x\"}", "submitted in fa has {amount}; it may have {name}, {code}.")]
    [InlineData("{\"fa\":\"x\"}", "submitted has no text in en.")]
    [InlineData("{\"fa\":\"x\",\"en\":\"  \"}", "submitted has no text in en.")]
    [InlineData("{\"fa\":\"x\",\"en\":7}", "submitted has no text in en.")]
    [InlineData("{\"fa\":\"x\",\"en\":\"x\",\"de\":\"x\"}", "submitted has de, which is neither fa nor en.")]
    [InlineData("{\"fa\":\"a\\nb\",\"en\":\"x\"}", "submitted in fa is more than one line")]
    [InlineData("{\"fa\":\"x {name\",\"en\":\"x\"}", "submitted in fa has a brace without its pair.")]
    [InlineData("{\"fa\":\"x }\",\"en\":\"x\"}", "submitted in fa has a brace without its pair.")]
    [InlineData("{\"fa\":\"{name}{name}{name}{name}{name}{name}{name}{name}{name}\",\"en\":\"x\"}", "submitted in fa may come to 540 characters; at most 500 are sent.")]
    [InlineData("[]", "submitted is missing.")]
    public void A_text_that_cannot_be_used_stops_the_start_with_a_sentence(string submitted, string expected)
    {
        var all = Embedded();
        all["submitted"] = JsonNode.Parse(submitted);

        Assert.Contains(expected, Refusal(all.ToJsonString()), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_are_missing_or_unknown_are_named_together()
    {
        var all = Embedded();
        all.Remove("settled");
        all["birthday"] = "x";

        var refusal = Refusal(all.ToJsonString());

        Assert.Contains("birthday is no text of ours.", refusal, StringComparison.Ordinal);
        Assert.Contains("settled is missing.", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"submitted\":{},\"submitted\":{}}")]
    public void A_broken_file_stops_the_start_with_a_sentence(string text) => Assert.Contains("cannot be read", Refusal(text), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_no_object_is_refused() => Assert.Contains("They are no JSON object.", Refusal("[]"), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_stops_the_start_with_a_sentence() =>
        Assert.Contains("cannot be read", Assert.Throws<StartupException>(() => NotificationTemplates.Load("/nowhere/texts.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_of_ones_own_is_used()
    {
        var all = Embedded();
        all["received"] = new JsonObject { ["fa"] = "رسید: {amount}", ["en"] = "Got {amount}" };
        using var folder = new TestFolder();

        var templates = NotificationTemplates.Load(Write(folder, all.ToJsonString()));

        Assert.Equal("Got 1,234,567 rial", templates.Render(new Notice("received", TemplateKeys.Received, "", Values), persian: false));
    }

    private static string Refusal(string text)
    {
        using var folder = new TestFolder();
        return Assert.Throws<StartupException>(() => NotificationTemplates.Load(Write(folder, text))).Message;
    }

    private static string Write(TestFolder folder, string text)
    {
        var path = Path.Combine(folder.Path, "texts.json");
        File.WriteAllText(path, text);
        return path;
    }

    private static JsonObject Embedded()
    {
        using var stream = typeof(NotificationTemplates).Assembly.GetManifestResourceStream("notification-templates.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
