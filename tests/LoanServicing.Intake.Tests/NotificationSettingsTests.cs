using LoanServicing.Intake.Notifications;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Intake.Tests;

public sealed class NotificationSettingsTests
{
    private const string Url = "Notifications:Gateway:Url=https://sms.example/messages";
    private const string Key = "Notifications:Gateway:Key=s3cret";

    [Fact]
    public void Without_settings_texts_are_persian_and_kept()
    {
        var settings = Read(isDevelopment: false);

        Assert.Equal((true, 1, 3), (settings.IsPersian, settings.GuarantorAfterMonths, settings.KeptDays));
        Assert.Null(settings.Gateway);
    }

    [Fact]
    public void A_gateway_has_a_bearer_key_a_pace_and_a_number_of_attempts()
    {
        var gateway = Read(isDevelopment: false, Url, Key).Gateway!;

        Assert.Equal(
            ("https://sms.example/messages", "Authorization", "Bearer s3cret", 10, TimeSpan.FromSeconds(10), 5),
            (gateway.Url.ToString(), gateway.Header, gateway.HeaderValue, gateway.PerSecond, gateway.Timeout, gateway.Attempts));
    }

    [Fact]
    public void A_key_in_a_header_of_the_gateways_own_stands_there_alone()
    {
        var gateway = Read(isDevelopment: false, Url, Key, "Notifications:Gateway:Header=X-Api-Key").Gateway!;

        Assert.Equal(("X-Api-Key", "s3cret"), (gateway.Header, gateway.HeaderValue));
    }

    [Fact]
    public void Development_may_speak_in_clear_and_without_a_key()
    {
        var gateway = Read(isDevelopment: true, "Notifications:Gateway:Url=http://127.0.0.1:9/x").Gateway!;

        Assert.Null(gateway.HeaderValue);
    }

    [Theory]
    [InlineData("Notifications:Language=de", "Notifications:Language is 'de'; it must be fa or en.")]
    [InlineData("Notifications:KeptDays=0", "Notifications:KeptDays is '0'; it must be a whole number from 1 to 30.")]
    [InlineData("Notifications:KeptDays=1.5", "Notifications:KeptDays is '1.5'")]
    [InlineData("Notifications:GuarantorAfterMonth=2", "Notifications:GuarantorAfterMonth is no setting; Notifications has ")]
    [InlineData("Notifications:Gateway:PerSecond=5", "Notifications:Gateway:PerSecond is given, but there is no gateway without Notifications:Gateway:Url")]
    [InlineData("Notifications:Gateway:Url=http://sms.example/", "must begin with https://")]
    [InlineData("Notifications:Gateway:Url=ftp://sms.example/", "must begin with https://")]
    [InlineData("Notifications:Gateway:Url=sms.example", "must be an address like https://host/messages")]
    [InlineData("Notifications:Gateway:Url=https://me:pass@sms.example/", "without a name or a password in it")]
    [InlineData(Url, "Notifications:Gateway:Key is not set; give the key by which the gateway knows us.")]
    [InlineData(Url + "|Notifications:Gateway:Key=a b", "Notifications:Gateway:Key has a character that a header cannot carry.")]
    [InlineData(Url + "|" + Key + "|Notifications:Gateway:Header=a b", "Notifications:Gateway:Header is 'a b', which is no name of a header.")]
    [InlineData(Url + "|" + Key + "|Notifications:Gateway:Attempts=0", "Notifications:Gateway:Attempts is '0'")]
    [InlineData(Url + "|" + Key + "|Notifications:Gateway:Timeout=3", "Notifications:Gateway:Timeout is no setting")]
    public void A_setting_that_cannot_be_used_stops_the_start_with_a_sentence(string settings, string expected)
    {
        var refusal = Assert.Throws<StartupException>(() => Read(isDevelopment: false, settings.Split('|')));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", refusal.Message, StringComparison.Ordinal);
    }

    private static NotificationSettings Read(bool isDevelopment, params string[] settings) => NotificationSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1])).Build(),
        isDevelopment);
}
