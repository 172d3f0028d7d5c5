using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Tests.Hosting;

/// <summary>Settings that contradict each other, or would count for nothing, stop the start with one sentence that holds no secret.</summary>
public sealed class SettingsRefusalTests
{
    private const string Secret = "s3cret-word";
    private const string Broker = $"amqp://loans:{Secret}@127.0.0.1:5672/";

    private static readonly string[] Known = ["alpha", "beta"];

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    public void Services_Empty_IsNotAll(string services) =>
        Assert.Equal("Services names none; write some of alpha, beta with commas between, or leave the setting out for all.", Refusal(("Services", services)));

    [Fact]
    public void Services_LeftOut_AreAll() => Assert.Equal(Known, PlatformOptions.Read(Configuration(), Known).Services);

    [Theory]
    [InlineData("Database:ConnectionString", "Server=db;Password=" + Secret)]
    [InlineData("Database:Prefix", "Test_")]
    public void Sqlite_WithSettingsOfAServer_IsRefused(string key, string value) =>
        Assert.Equal($"{key} is given, but Database:Kind is Sqlite, which uses no server; set Database:Kind to SqlServer, or drop it.", Refusal((key, value)));

    [Fact]
    public void InMemory_WithSettingsOfABroker_IsRefused() => Assert.Equal(
        "Transport:Uri, Transport:User are given, but Transport:Kind is InMemory, which uses no broker; set Transport:Kind to RabbitMQ, or drop them.",
        Refusal(("Transport:Uri", Broker), ("Transport:User", "loans")));

    [Fact]
    public void EmptySettings_AreNone() =>
        Assert.Null(PlatformOptions.Read(Configuration(("Transport:Uri", ""), ("Database:ConnectionString", " ")), Known).Broker);

    [Fact]
    public void PlainAmqp_WithSettingsOfTls_IsRefused() => Assert.Equal(
        "Transport:Tls:CaFile is given, but Transport:Uri begins with amqp://, which is without TLS; begin it with amqps://, or drop it.",
        Refusal(("Transport:Kind", "RabbitMQ"), ("Transport:Uri", Broker), ("Transport:Tls:CaFile", "/etc/ca.pem")));

    [Theory]
    [InlineData("amqp://loans:s3cret-word/5@host:5672/")]
    [InlineData("amqp://loans:12/s3cret-word@host:5672/")]
    [InlineData("amqp://loans:12#s3cret-word@host:5672/")]
    public void Uri_CutByItsPassword_IsRefusedAndNotShown(string uri) => Assert.EndsWith(
        "a password with / ? or # goes into Transport:Password.", Refusal(("Transport:Kind", "RabbitMQ"), ("Transport:Uri", uri)), StringComparison.Ordinal);

    [Fact]
    public void Prefix_ThatIsNoName_IsRefused() =>
        Assert.StartsWith("Transport:Prefix is 'a/b'", Refusal(("Transport:Kind", "RabbitMQ"), ("Transport:Uri", Broker), ("Transport:Prefix", "a/b")), StringComparison.Ordinal);

    [Fact]
    public void Password_GivenTwice_IsRefused() => Assert.StartsWith(
        "Transport:Password and Transport:PasswordFile are both given;",
        Refusal(("Transport:Kind", "RabbitMQ"), ("Transport:Uri", "amqp://loans@host/"), ("Transport:Password", Secret), ("Transport:PasswordFile", "/run/secrets/broker")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("http://user:s3cret-word@funding:5080")]
    [InlineData("http://funding:5080/?key=s3cret-word")]
    [InlineData("http://funding:5080/#s3cret-word")]
    [InlineData("http://funding:5080/api")]
    [InlineData("ftp://funding")]
    [InlineData("funding:5080")]
    public void Peer_ThatIsMoreOrLessThanAnAddress_IsRefusedAndNotShown(string address) =>
        Assert.StartsWith("Peers:beta is no address like http://beta:5080;", PeerRefusal("beta", address), StringComparison.Ordinal);

    [Fact]
    public void Peer_OfAnUnknownService_IsRefused() =>
        Assert.Equal("Peers:treasury names a service that does not exist; choose from alpha, beta.", PeerRefusal("treasury", "http://treasury:5080"));

    [Theory]
    [InlineData("CaFile")]
    [InlineData("CertificateFile")]
    public void TlsFile_ThatIsNotThere_IsNamedWithItsSetting(string key)
    {
        using var folder = new TestFolder();
        Assert.Equal(
            $"Transport:Tls:{key} {folder.File("none.pem")} cannot be read: there is no such file; name another file.", TlsRefusal((key, folder.File("none.pem"))));
        Assert.Contains($"Transport:Tls:{key} {folder.Path} cannot be read: it is a folder", TlsRefusal((key, folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void CertificateFile_ThatIsNone_IsRefused()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.File("own.p12"), "no certificate");
        Assert.Contains("own.p12 cannot be read: it is not in PKCS #12;", TlsRefusal(("CertificateFile", folder.File("own.p12"))), StringComparison.Ordinal);
    }

    [Fact]
    public void CertificateFile_WithAnotherPassword_NamesTheSetting()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder.File("own.p12"), OwnCertificate.Pkcs12("another"));
        Assert.Contains(
            "own.p12 does not open with Transport:Tls:CertificatePassword;",
            TlsRefusal(("CertificateFile", folder.File("own.p12")), ("CertificatePassword", Secret)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void CertificatePassword_WithoutAFile_IsRefused() =>
        Assert.StartsWith("Transport:Tls:CertificatePassword is given without a certificate;", TlsRefusal(("CertificatePassword", Secret)), StringComparison.Ordinal);

    private static string TlsRefusal(params (string Key, string Value)[] tls) => Refusal(
        [("Transport:Kind", "RabbitMQ"), ("Transport:Uri", Broker.Replace("amqp:", "amqps:", StringComparison.Ordinal)), .. tls.Select(one => ($"Transport:Tls:{one.Key}", one.Value))]);

    private static string Refusal(params (string Key, string Value)[] settings) =>
        Checked(Assert.Throws<StartupException>(() => PlatformOptions.Read(Configuration(settings), Known)));

    private static string PeerRefusal(string service, string address) =>
        Checked(Assert.Throws<StartupException>(() => Peers.Read(Configuration(($"Peers:{service}", address)), ["alpha"], Known)));

    private static string Checked(StartupException refusal)
    {
        Assert.DoesNotContain(Secret, refusal.ToString(), StringComparison.Ordinal);
        return refusal.Message;
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(one => one.Key, string? (one) => one.Value)).Build();
}
