using System.CommandLine;
using LoanServicing.Host.Verbs;

namespace LoanServicing.Host.Tests;

/// <summary>What a verb does not know is a setting, or is refused by name: nothing that was mistyped does nothing.</summary>
public sealed class SettingArgumentTests
{
    public static TheoryData<string> Verbs => [.. All.Keys];

    private static IReadOnlyDictionary<string, Command> All { get; } = new[]
    {
        ServeVerb.Create(), MigrateVerb.Create(), ImportApplicationsVerb.Create(), SimulateVerb.Create(), VerifyVerb.Create(), ExportJournalVerb.Create(),
        DeadLettersVerb.Create(), SchemasVerb.Create(),
    }.ToDictionary(verb => verb.Name);

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_mistyped_option_is_named_by_every_verb(string verb)
    {
        Assert.StartsWith($"{verb} has no option '--bogus'; it has ", SettingArguments.ProblemOf(All[verb], ["--bogus", "--Data:Folder=x"]), StringComparison.Ordinal);
        Assert.StartsWith($"{verb} has no option '--bogus'; ", SettingArguments.ProblemOf(All[verb], ["--Data:Folder", "x", "--bogus=1"]), StringComparison.Ordinal);
        Assert.StartsWith($"{verb} has no argument 'extra'; ", SettingArguments.ProblemOf(All[verb], ["--Data:Folder=x", "extra"]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_options_that_there_are_are_told() => Assert.Equal(
        "verify has no option '--head'; it has the options --proof, --check, --heads, --print-heads, and a setting is written --Section:Key=value.",
        SettingArguments.ProblemOf(All["verify"], ["--head", "file"]));

    [Theory]
    [InlineData("--Data:Folder")]
    [InlineData("--Data:Folder", "--Bank:Folder=x")]
    [InlineData("--urls")]
    public void A_setting_without_a_value_is_named(params string[] arguments) =>
        Assert.Equal($"{arguments[0]} has no value; write {arguments[0]}=value.", SettingArguments.ProblemOf(All["verify"], arguments));

    [Theory]
    [InlineData()]
    [InlineData("--Data:Folder=x", "--urls=http://127.0.0.1:0", "--Services=intake,funding", "--environment=Production")]
    [InlineData("--Data:Folder", "our data", "--urls", "http://127.0.0.1:0")]
    [InlineData("--Database:ConnectionString=Server=a;User Id=b", "--Peers:funding", "http://b")]
    [InlineData("--Data:Folder=")]
    public void Settings_are_taken(params string[] arguments) => Assert.Null(SettingArguments.ProblemOf(All["serve"], arguments));

    [Fact]
    public void A_word_that_is_no_verb_is_told_so() =>
        Assert.Equal("There is no verb 'verfy'; --help lists them.", SettingArguments.ProblemOf(new RootCommand(), ["verfy", "--Data:Folder=x"]));
}
